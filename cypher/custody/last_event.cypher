// the end of an exhibit's chain; asked under the head lock before the chain grows
// mode: read      data: ledger      params: id
// returns: n, offered_to
// limit: one
MATCH (e:Exhibit {id: $id})
OPTIONAL MATCH (v:CustodyEvent)-[r:OF]->(e)
RETURN coalesce(max(v.n), 0) AS n, e.offered_to AS offered_to
