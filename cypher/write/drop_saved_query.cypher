// drop saved queries and their links; undo of an open batch
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:SavedQuery {id: row.s.id})
DETACH DELETE n
RETURN count(*) AS written
