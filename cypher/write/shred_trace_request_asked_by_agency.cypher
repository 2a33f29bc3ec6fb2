// shred trace request ASKED BY agency; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:TraceRequest {id: row.s.from})-[r:ASKED_BY {id: row.s.id}]->(b:Agency {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
