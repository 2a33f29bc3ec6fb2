// unlink person SAME AS person; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Person {id: row.s.from})-[r:SAME_AS {id: row.s.id}]->(b:Person {id: row.s.to})
DELETE r
RETURN count(*) AS written
