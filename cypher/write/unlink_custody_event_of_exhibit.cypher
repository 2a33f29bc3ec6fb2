// unlink custody event OF exhibit; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:CustodyEvent {id: row.s.from})-[r:OF {id: row.s.id}]->(b:Exhibit {id: row.s.to})
DELETE r
RETURN count(*) AS written
