// every observation of these dealers, open and closed
// mode: read      data: ledger      params: ids      returns: dealer, node
UNWIND $ids AS id
MATCH (d:Dealer {id: id})<-[:OBSERVED_OF]-(o:Observation)
RETURN d.id AS dealer, o AS node
LIMIT 50000
