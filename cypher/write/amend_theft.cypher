// amend theft or loss reports; changes the given properties by id, marking untouched
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:Theft {id: row.s.id})
SET n += row.p
RETURN count(*) AS written
