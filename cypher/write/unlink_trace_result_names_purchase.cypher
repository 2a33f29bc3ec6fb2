// unlink trace result NAMES purchase; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:TraceResult {id: row.s.from})-[r:NAMES {id: row.s.id}]->(b:Purchase {id: row.s.to})
DELETE r
RETURN count(*) AS written
