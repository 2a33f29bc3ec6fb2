// unlink judgement JUDGES finding; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Judgement {id: row.s.from})-[r:JUDGES {id: row.s.id}]->(b:Finding {id: row.s.to})
DELETE r
RETURN count(*) AS written
