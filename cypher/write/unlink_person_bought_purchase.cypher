// unlink person BOUGHT purchase; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Person {id: row.s.from})-[r:BOUGHT {id: row.s.id}]->(b:Purchase {id: row.s.to})
DELETE r
RETURN count(*) AS written
