// what these trace requests are about and what answers them; asked under the head lock by examination imports
// mode: read      data: ledger      params: ids      returns: id, firearm, result
UNWIND $ids AS id
MATCH (t:TraceRequest {id: id})
OPTIONAL MATCH (t)-[:ABOUT]->(f:Firearm)
OPTIONAL MATCH (r:TraceResult)-[:ANSWERS]->(t)
RETURN t.id AS id, f AS firearm, r AS result
LIMIT 20000
