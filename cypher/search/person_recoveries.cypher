// recoveries where persons were the possessor, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: r, f, l
MATCH (x:Person)-[b:POSSESSED]->(r:Recovery)
WHERE x.id IN $ids
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
OPTIONAL MATCH (r)-[o:OF]->(f:Firearm)
WHERE o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
OPTIONAL MATCH (r)-[a:AT]->(l:Place)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
RETURN r, f, l ORDER BY r.date, r.id, f.id, l.id LIMIT $limit
