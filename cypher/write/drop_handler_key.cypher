// drop handlers' keys and their links; undo of an open batch
// mode: write      data: access      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:HandlerKey {id: row.s.id})
DETACH DELETE n
RETURN count(*) AS written
