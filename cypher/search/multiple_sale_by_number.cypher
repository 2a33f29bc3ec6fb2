// multiple sale reports by number
// mode: read      data: case      params: number, holdings, max_tlp, handlings, limit
// returns: m
MATCH (m:MultipleSale)
WHERE m.number = $number
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
RETURN m ORDER BY m.id LIMIT $limit
