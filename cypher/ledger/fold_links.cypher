// every relationship of the fold with the ids of its ends, for the canonical hash
// mode: read      data: ledger      params:      returns: type, start, end, properties
// exception: limit — the hash is taken over the whole graph; rows are streamed and never held
MATCH (a)-[r]->(b)
RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS properties
