// serial readings of firearms
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: s, firearm_id
MATCH (s:Serial)-[o:ON]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
RETURN s, f.id AS firearm_id ORDER BY s.date, s.id, firearm_id LIMIT $limit
