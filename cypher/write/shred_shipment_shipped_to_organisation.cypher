// shred shipment SHIPPED TO organisation; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:Shipment {id: row.s.from})-[r:SHIPPED_TO {id: row.s.id}]->(b:Organisation {id: row.s.to})
SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}
RETURN count(*) AS written
