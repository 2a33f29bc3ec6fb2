// set the head of a graph that is being replayed
// mode: write      data: ledger      params: rows      returns: written
UNWIND $rows AS row
MERGE (h:Head {id: 'head'})
SET h.size = row.p.size, h.frontier = row.p.frontier, h.at = row.p.at
RETURN count(*) AS written
