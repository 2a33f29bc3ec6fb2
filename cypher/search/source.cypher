// one source
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: s
MATCH (s:Source {id: $id})
WHERE s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
RETURN s
