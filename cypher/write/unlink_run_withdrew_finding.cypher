// unlink run WITHDREW finding; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Run {id: row.s.from})-[r:WITHDREW {id: row.s.id}]->(b:Finding {id: row.s.to})
DELETE r
RETURN count(*) AS written
