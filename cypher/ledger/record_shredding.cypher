// note which parts of a pack an act destroys, so that an interrupted destruction is finished at the next start
// mode: write      data: ledger      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MERGE (x:Shredding {id: row.s.id})
SET x.pack = row.s.pack, x.parts = row.s.parts
RETURN count(*) AS written
