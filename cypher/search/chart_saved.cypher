// one saved chart
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: c
MATCH (c:Chart {id: $id})
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN c
