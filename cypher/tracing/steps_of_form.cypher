// what happened to a trace request, in order; the steps of a draft only for the agency that writes it
// mode: read      data: case      params: id, agency, holdings, tlps, handlings, limit
// returns: s
MATCH (s:TraceStep)-[r:OF]->(q:TraceForm {id: $id})
WHERE q.holding IN $holdings AND q.tlp IN $tlps AND q.handling IN $handlings
  AND (q.state <> 'draft' OR q.agency = $agency)
  AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
RETURN s ORDER BY s.n, s.id LIMIT $limit
