// put handlers' keys; makes or updates each by id
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MERGE (n:HandlerKey {id: row.s.id})
SET n += row.p
RETURN count(*) AS written
