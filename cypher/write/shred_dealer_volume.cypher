// shred sales volumes of dealers; keeps id and marking, loses the content
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:DealerVolume {id: row.s.id})
SET n = {id: n.id, holding: n.holding, tlp: n.tlp, handling: n.handling, shredded: true}
RETURN count(*) AS written
