// take the head lock, make the head at genesis; return the head, and the entry if this act was done before
// mode: write      data: ledger      params: rows      returns: state, seq, bytes, pack
UNWIND $rows AS row
MERGE (h:Head {id: 'head'})
ON CREATE SET h.state = ['0', '']
SET h._lock = row.s.act_id
WITH h, row
OPTIONAL MATCH (e:Entry {act_id: row.s.act_id})
RETURN coalesce(h.state, [toString(h.size), h.at] + h.frontier) AS state, e.seq AS seq, e.bytes AS bytes, e.pack AS pack
