// set the head of a graph that is being replayed
// mode: write      data: ledger      params: rows      returns: written
UNWIND $rows AS row
MERGE (h:Head {id: 'head'})
SET h.state = row.p.state
REMOVE h.size, h.frontier, h.at
RETURN count(*) AS written
