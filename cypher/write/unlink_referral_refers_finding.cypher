// unlink referral REFERS finding; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Referral {id: row.s.from})-[r:REFERS {id: row.s.id}]->(b:Finding {id: row.s.to})
DELETE r
RETURN count(*) AS written
