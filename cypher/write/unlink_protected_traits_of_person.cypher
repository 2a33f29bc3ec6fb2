// unlink protected traits OF person; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:ProtectedTraits {id: row.s.from})-[r:OF {id: row.s.id}]->(b:Person {id: row.s.to})
DELETE r
RETURN count(*) AS written
