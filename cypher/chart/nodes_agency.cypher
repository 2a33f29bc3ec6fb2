// named agency nodes of a chart
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: n
MATCH (n:Agency)
WHERE n.id IN $ids
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
RETURN n ORDER BY n.id LIMIT $limit
