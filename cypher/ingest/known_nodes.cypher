// which of these ids are there, and what stands on them; asked under the head lock by imports
// mode: read      data: ledger      params: ids      returns: id, node
MATCH (n:Agency)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'agency_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:BallisticEvent)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'ballistic_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Dealer)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'dealer_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:DealerVolume)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'volume_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Firearm)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'firearm_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:MultipleSale)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'multiple_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Organisation)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'organisation_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Person)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'person_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Phone)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'phone_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Place)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'place_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Purchase)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'purchase_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Recovery)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'recovery_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Serial)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'serial_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Shipment)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'shipment_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Theft)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'theft_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:TraceFlow)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'flow_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:TraceRequest)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'trace_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:TraceResult)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'result_']
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Vehicle)
WHERE n.id IN [id IN $ids WHERE id STARTS WITH 'vehicle_']
RETURN n.id AS id, n AS node
LIMIT 20000
