// unlink package CONTAINS exhibit; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Package {id: row.s.from})-[r:CONTAINS {id: row.s.id}]->(b:Exhibit {id: row.s.to})
DELETE r
RETURN count(*) AS written
