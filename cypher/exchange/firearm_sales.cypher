// recorded sales of one firearm record with dealer and purchaser, and the links that say so, oldest first
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: p, o, d, a, x, b
MATCH (p:Purchase)-[o:OF]->(f:Firearm {id: $id})
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
OPTIONAL MATCH (p)-[a:SOLD_BY]->(d:Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
OPTIONAL MATCH (x:Person)-[b:BOUGHT]->(p)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
RETURN p, o, d, a, x, b ORDER BY p.date, p.id, d.id, x.id, o.id, a.id, b.id LIMIT $limit
