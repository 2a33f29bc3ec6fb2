// possessors at recoveries
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: x
MATCH (x:Person)-[b:POSSESSED]->(r:Recovery)
WHERE r.id IN $ids
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
RETURN DISTINCT x ORDER BY x.id LIMIT $limit
