// unlink trace result ANSWERS trace request; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:TraceResult {id: row.s.from})-[r:ANSWERS {id: row.s.id}]->(b:TraceRequest {id: row.s.to})
DELETE r
RETURN count(*) AS written
