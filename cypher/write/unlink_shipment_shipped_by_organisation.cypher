// unlink shipment SHIPPED BY organisation; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Shipment {id: row.s.from})-[r:SHIPPED_BY {id: row.s.id}]->(b:Organisation {id: row.s.to})
DELETE r
RETURN count(*) AS written
