// sales of firearms with their dealer, each beside its firearm, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, p, d, l
MATCH (p:Purchase)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
OPTIONAL MATCH (p)-[a:SOLD_BY]->(d:Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
OPTIONAL MATCH (d)-[b:PREMISES_AT]->(l:Place)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
RETURN f, p, d, l ORDER BY p.date, p.id, f.id, d.id, l.id LIMIT $limit
