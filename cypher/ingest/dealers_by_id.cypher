// these dealers as they stand
// mode: read      data: ledger      params: ids      returns: node
UNWIND $ids AS id
MATCH (d:Dealer {id: id})
RETURN d AS node
LIMIT 20000
