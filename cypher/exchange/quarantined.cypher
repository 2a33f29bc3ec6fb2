// bytes that came from outside, by id
// mode: read      data: case      params: holdings, max_tlp, handlings, id
// returns: q
// limit: one
MATCH (q:Quarantined {id: $id})
WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
RETURN q
