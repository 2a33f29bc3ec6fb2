// shipments of firearms with their receiver, each beside its firearm, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, s, y
MATCH (s:Shipment)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
OPTIONAL MATCH (s)-[a:SHIPPED_TO]->(y:Organisation|Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND y.holding IN $holdings AND y.tlp <= $max_tlp AND y.handling IN $handlings
RETURN f, s, y ORDER BY s.date, s.id, f.id, y.id LIMIT $limit
