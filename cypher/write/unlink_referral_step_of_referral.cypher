// unlink referral step OF referral; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:ReferralStep {id: row.s.from})-[r:OF {id: row.s.id}]->(b:Referral {id: row.s.to})
DELETE r
RETURN count(*) AS written
