// which of these ids are there, and what stands on them; asked under the head lock by imports
// mode: read      data: ledger      params: ids      returns: id, node
UNWIND $ids AS id
MATCH (n:Agency {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:BallisticEvent {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Dealer {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:DealerVolume {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Firearm {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:MultipleSale {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Organisation {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Person {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Phone {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Place {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Purchase {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Recovery {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Serial {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Shipment {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Theft {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:TraceFlow {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:TraceRequest {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:TraceResult {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
UNION ALL
UNWIND $ids AS id
MATCH (n:Vehicle {id: id})
RETURN n.id AS id, n AS node
LIMIT 20000
