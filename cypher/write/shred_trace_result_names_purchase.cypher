// shred trace result NAMES purchase; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:TraceResult {id: row.s.from})-[r:NAMES {id: row.s.id}]->(b:Purchase {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
