// shipments of firearms with sender and receiver, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: s, x, y
MATCH (s:Shipment)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
OPTIONAL MATCH (s)-[a:SHIPPED_BY]->(x:Organisation|Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
OPTIONAL MATCH (s)-[b:SHIPPED_TO]->(y:Organisation|Dealer)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND y.holding IN $holdings AND y.tlp <= $max_tlp AND y.handling IN $handlings
RETURN s, x, y ORDER BY s.date, s.id, x.id, y.id LIMIT $limit
