// amend handlers' keys; changes the given properties by id, marking untouched
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:HandlerKey {id: row.s.id})
SET n += row.p
RETURN count(*) AS written
