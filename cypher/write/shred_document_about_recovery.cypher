// shred document ABOUT recovery; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Document {id: row.s.from})-[r:ABOUT {id: row.s.id}]->(b:Recovery {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
