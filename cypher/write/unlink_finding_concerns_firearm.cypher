// unlink finding CONCERNS firearm; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Finding {id: row.s.from})-[r:CONCERNS {id: row.s.id}]->(b:Firearm {id: row.s.to})
DELETE r
RETURN count(*) AS written
