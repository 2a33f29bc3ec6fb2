// ids of the links at these nodes, so that an import knows which it would make again
// mode: read      data: ledger      params: ids      returns: id
UNWIND $ids AS id
MATCH (n:TraceRequest|Recovery|TraceResult|Shipment|Purchase|Firearm|Serial|MultipleSale|DealerVolume|Theft|BallisticEvent {id: id})-[r]-()
RETURN DISTINCT r.id AS id
LIMIT 50000
