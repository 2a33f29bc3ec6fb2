// unlink ballistic event AT place; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:BallisticEvent {id: row.s.from})-[r:AT {id: row.s.id}]->(b:Place {id: row.s.to})
DELETE r
RETURN count(*) AS written
