// shred recovery IN VEHICLE vehicle; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Recovery {id: row.s.from})-[r:IN_VEHICLE {id: row.s.id}]->(b:Vehicle {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
