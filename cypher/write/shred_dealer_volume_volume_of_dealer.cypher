// shred dealer volume VOLUME OF dealer; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:DealerVolume {id: row.s.from})-[r:VOLUME_OF {id: row.s.id}]->(b:Dealer {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
