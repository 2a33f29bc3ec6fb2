// recoveries of firearms with place, possessor and vehicle, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: r, l, x, v
MATCH (r:Recovery)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
OPTIONAL MATCH (r)-[a:AT]->(l:Place)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
OPTIONAL MATCH (x:Person)-[b:POSSESSED]->(r)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
OPTIONAL MATCH (r)-[c:IN_VEHICLE]->(v:Vehicle)
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN r, l, x, v ORDER BY r.date, r.id, l.id, x.id, v.id LIMIT $limit
