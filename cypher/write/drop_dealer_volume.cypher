// drop sales volumes of dealers and their links; undo of an open batch
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:DealerVolume {id: row.s.id})
DETACH DELETE n
RETURN count(*) AS written
