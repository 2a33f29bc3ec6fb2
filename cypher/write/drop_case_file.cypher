// drop case files and their links; undo of an open batch
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:CaseFile {id: row.s.id})
DETACH DELETE n
RETURN count(*) AS written
