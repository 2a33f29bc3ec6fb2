// unlink dealer PREMISES AT place; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Dealer {id: row.s.from})-[r:PREMISES_AT {id: row.s.id}]->(b:Place {id: row.s.to})
DELETE r
RETURN count(*) AS written
