// unlink observation OBSERVED OF person; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Observation {id: row.s.from})-[r:OBSERVED_OF {id: row.s.id}]->(b:Person {id: row.s.to})
DELETE r
RETURN count(*) AS written
