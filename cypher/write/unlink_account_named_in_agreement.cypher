// unlink account NAMED IN agreement; undo of an open batch, or a link withdrawn
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Account {id: row.s.from})-[r:NAMED_IN {id: row.s.id}]->(b:Agreement {id: row.s.to})
DELETE r
RETURN count(*) AS written
