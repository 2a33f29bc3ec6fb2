// documents about firearms
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: d
MATCH (d:Document)-[r:ABOUT]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN DISTINCT d ORDER BY d.date, d.id LIMIT $limit
