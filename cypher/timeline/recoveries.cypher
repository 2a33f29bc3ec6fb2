// recoveries of firearms with their place and the town it lies in, each beside its firearm, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, r, l, c
MATCH (r:Recovery)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
OPTIONAL MATCH (r)-[a:AT]->(l:Place)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
OPTIONAL MATCH (l)-[i:IN]->(c:Place)
WHERE i.holding IN $holdings AND i.tlp <= $max_tlp AND i.handling IN $handlings
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN f, r, l, c ORDER BY r.date, r.id, f.id, l.id, c.id LIMIT $limit
