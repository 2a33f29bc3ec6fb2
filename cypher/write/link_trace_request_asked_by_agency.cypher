// link trace request ASKED BY agency; makes or updates each by id, both ends must exist
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:TraceRequest {id: row.s.from})
MATCH (b:Agency {id: row.s.to})
MERGE (a)-[r:ASKED_BY {id: row.s.id}]->(b)
SET r.holding = row.s.holding, r.tlp = row.s.tlp, r.handling = row.s.handling
SET r += row.p
RETURN count(*) AS written
