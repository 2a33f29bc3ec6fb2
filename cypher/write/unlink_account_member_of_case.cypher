// unlink account MEMBER OF case; undo of an open batch, or a link withdrawn
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Account {id: row.s.from})-[r:MEMBER_OF {id: row.s.id}]->(b:Case {id: row.s.to})
DELETE r
RETURN count(*) AS written
