// what these trace requests are about and what answers them; asked under the head lock by examination imports
// mode: read      data: ledger      params: ids      returns: id, request, firearm, result
UNWIND $ids AS id
MATCH (t:TraceRequest {id: id})
OPTIONAL MATCH (t)-[:ABOUT]->(f:Firearm)
OPTIONAL MATCH (r:TraceResult)-[:ANSWERS]->(t)
RETURN t.id AS id, t AS request, f AS firearm, r AS result
LIMIT 20000
