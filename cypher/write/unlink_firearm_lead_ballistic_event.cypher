// unlink firearm LEAD ballistic event; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Firearm {id: row.s.from})-[r:LEAD {id: row.s.id}]->(b:BallisticEvent {id: row.s.to})
DELETE r
RETURN count(*) AS written
