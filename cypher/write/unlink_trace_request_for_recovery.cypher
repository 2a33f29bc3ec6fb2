// unlink trace request FOR recovery; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:TraceRequest {id: row.s.from})-[r:FOR {id: row.s.id}]->(b:Recovery {id: row.s.to})
DELETE r
RETURN count(*) AS written
