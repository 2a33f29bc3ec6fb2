// link run WITHDREW finding; makes or updates each by id, both ends must exist
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Run {id: row.s.from})
MATCH (b:Finding {id: row.s.to})
MERGE (a)-[r:WITHDREW {id: row.s.id}]->(b)
SET r.holding = row.s.holding, r.tlp = row.s.tlp, r.handling = row.s.handling
SET r += row.p
RETURN count(*) AS written
