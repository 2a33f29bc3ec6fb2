// shred dealer HAS PHONE phone; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Dealer {id: row.s.from})-[r:HAS_PHONE {id: row.s.id}]->(b:Phone {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
