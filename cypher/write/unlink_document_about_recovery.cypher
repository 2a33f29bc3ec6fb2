// unlink document ABOUT recovery; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Document {id: row.s.from})-[r:ABOUT {id: row.s.id}]->(b:Recovery {id: row.s.to})
DELETE r
RETURN count(*) AS written
