// take the head lock, make the head at genesis; return the head, and the entry if this act was done before
// mode: write      data: ledger      params: rows      returns: state, seq, bytes, pack
UNWIND $rows AS row
MERGE (h:Head {id: 'head'})
ON CREATE SET h.state = ['0', '']
SET h._lock = row.s.act_id
// A graph of a version before this one has them apart: the first act, at the latest at the next start, puts them together.
SET h.state = coalesce(h.state, [toString(h.size), h.at] + h.frontier)
REMOVE h.size, h.frontier, h.at
WITH h, row
OPTIONAL MATCH (e:Entry {act_id: row.s.act_id})
RETURN h.state AS state, e.seq AS seq, e.bytes AS bytes, e.pack AS pack
