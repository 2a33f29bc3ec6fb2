// unlink person HAS ADDRESS place; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Person {id: row.s.from})-[r:HAS_ADDRESS {id: row.s.id}]->(b:Place {id: row.s.to})
DELETE r
RETURN count(*) AS written
