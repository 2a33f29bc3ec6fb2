// one trace request; a draft only for the agency that writes it
// mode: read      data: case      params: id, agency, holdings, tlps, handlings
// returns: q
// limit: one
MATCH (q:TraceForm {id: $id})
WHERE q.holding IN $holdings AND q.tlp IN $tlps AND q.handling IN $handlings
  AND (q.state <> 'draft' OR q.agency = $agency)
RETURN q
