// append entries and move the head behind the last of them
// mode: write      data: ledger      params: rows      returns: written
UNWIND $rows AS row
MATCH (h:Head {id: 'head'})
CREATE (e:Entry {seq: row.s.seq, act_id: row.s.act_id, leaf: row.p.leaf, bytes: row.p.bytes, pack: row.p.pack})
SET h.state = row.p.state
RETURN count(*) AS written
