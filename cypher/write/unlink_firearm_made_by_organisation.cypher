// unlink firearm MADE BY organisation; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Firearm {id: row.s.from})-[r:MADE_BY {id: row.s.id}]->(b:Organisation {id: row.s.to})
DELETE r
RETURN count(*) AS written
