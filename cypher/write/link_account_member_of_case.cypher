// link account MEMBER OF case; makes or updates each by id, both ends must exist
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Account {id: row.s.from})
MATCH (b:Case {id: row.s.to})
MERGE (a)-[r:MEMBER_OF {id: row.s.id}]->(b)
SET r += row.p
RETURN count(*) AS written
