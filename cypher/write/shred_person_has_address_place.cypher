// shred person HAS ADDRESS place; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Person {id: row.s.from})-[r:HAS_ADDRESS {id: row.s.id}]->(b:Place {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
