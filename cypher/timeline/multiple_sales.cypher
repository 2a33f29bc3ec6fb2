// multiple sale reports that include a sale of firearms, each beside its firearm, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, m
MATCH (m:MultipleSale)-[i:INCLUDES]->(p:Purchase)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND i.holding IN $holdings AND i.tlp <= $max_tlp AND i.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
RETURN DISTINCT f, m ORDER BY m.date, m.id, f.id LIMIT $limit
