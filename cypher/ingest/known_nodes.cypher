// which of these ids (lists by kind) are there, and what stands on them; asked under the head lock by imports
// mode: read      data: ledger      params: ids      returns: id, node
MATCH (n:Agency)
WHERE n.id IN $ids.Agency
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:BallisticEvent)
WHERE n.id IN $ids.BallisticEvent
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Dealer)
WHERE n.id IN $ids.Dealer
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:DealerVolume)
WHERE n.id IN $ids.DealerVolume
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Firearm)
WHERE n.id IN $ids.Firearm
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:MultipleSale)
WHERE n.id IN $ids.MultipleSale
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Organisation)
WHERE n.id IN $ids.Organisation
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Person)
WHERE n.id IN $ids.Person
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Phone)
WHERE n.id IN $ids.Phone
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Place)
WHERE n.id IN $ids.Place
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Purchase)
WHERE n.id IN $ids.Purchase
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Recovery)
WHERE n.id IN $ids.Recovery
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Serial)
WHERE n.id IN $ids.Serial
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Shipment)
WHERE n.id IN $ids.Shipment
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Theft)
WHERE n.id IN $ids.Theft
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:TraceFlow)
WHERE n.id IN $ids.TraceFlow
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:TraceRequest)
WHERE n.id IN $ids.TraceRequest
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:TraceResult)
WHERE n.id IN $ids.TraceResult
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
MATCH (n:Vehicle)
WHERE n.id IN $ids.Vehicle
RETURN n.id AS id, n AS node
LIMIT 20000
