// amend saved queries; changes the given properties by id, marking untouched
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:SavedQuery {id: row.s.id})
SET n += row.p
RETURN count(*) AS written
