// close observations; the value held until valid_to, and a null valid_to opens them again (undo)
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:Observation {id: row.s.id})
SET n.valid_to = row.p.valid_to
RETURN count(*) AS written
