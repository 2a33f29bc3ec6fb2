// one person
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: x
MATCH (x:Person {id: $id})
WHERE x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
RETURN x
