// unlink person HAS PHONE phone; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Person {id: row.s.from})-[r:HAS_PHONE {id: row.s.id}]->(b:Phone {id: row.s.to})
DELETE r
RETURN count(*) AS written
