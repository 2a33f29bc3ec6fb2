// put agreements; makes or updates each by id
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MERGE (n:Agreement {id: row.s.id})
SET n += row.p
RETURN count(*) AS written
