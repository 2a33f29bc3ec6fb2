// shred finding CONCERNS dealer; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Finding {id: row.s.from})-[r:CONCERNS {id: row.s.id}]->(b:Dealer {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
