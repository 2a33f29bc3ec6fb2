// unlink recovery IN VEHICLE vehicle; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Recovery {id: row.s.from})-[r:IN_VEHICLE {id: row.s.id}]->(b:Vehicle {id: row.s.to})
DELETE r
RETURN count(*) AS written
