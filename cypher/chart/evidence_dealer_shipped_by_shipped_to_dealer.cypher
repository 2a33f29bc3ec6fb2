// dealer_shipped_by_shipped_to_dealer: the records behind one drawn link, oldest first
// mode: read      data: case      params: from_id, to_id, holdings, max_tlp, handlings, limit
// returns: e, a, b
MATCH (n:Dealer {id: $from_id})<-[a:SHIPPED_BY]-(e:Shipment)-[b:SHIPPED_TO]->(m:Dealer {id: $to_id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
RETURN e, a, b ORDER BY e.date, e.id, a.id, b.id LIMIT $limit
