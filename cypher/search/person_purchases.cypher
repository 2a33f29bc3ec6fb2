// recorded sales to persons with gun and dealer, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: p, f, d
MATCH (x:Person)-[b:BOUGHT]->(p:Purchase)
WHERE x.id IN $ids
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
OPTIONAL MATCH (p)-[o:OF]->(f:Firearm)
WHERE o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
OPTIONAL MATCH (p)-[a:SOLD_BY]->(d:Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN p, f, d ORDER BY p.date, p.id, f.id, d.id LIMIT $limit
