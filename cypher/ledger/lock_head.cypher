// take the head lock, make the head at genesis; return the head, and the entry if this act was done before
// mode: write      data: ledger      params: rows      returns: size, frontier, at, seq, bytes, pack
UNWIND $rows AS row
MERGE (h:Head {id: 'head'})
ON CREATE SET h.size = 0, h.frontier = [], h.at = ''
SET h._lock = row.s.act_id
WITH h, row
OPTIONAL MATCH (e:Entry {act_id: row.s.act_id})
RETURN h.size AS size, h.frontier AS frontier, h.at AS at, e.seq AS seq, e.bytes AS bytes, e.pack AS pack
