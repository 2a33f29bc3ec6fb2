// unlink dealer volume VOLUME OF dealer; undo of an open batch, or a link withdrawn
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (a:DealerVolume {id: row.s.from})-[r:VOLUME_OF {id: row.s.id}]->(b:Dealer {id: row.s.to})
DELETE r
RETURN count(*) AS written
