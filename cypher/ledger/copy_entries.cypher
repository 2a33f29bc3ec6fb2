// copy recorded entries as they are, at replay; the head is moved by ledger.move_head
// mode: write      data: ledger      params: rows      returns: written
UNWIND $rows AS row
CREATE (e:Entry {seq: row.s.seq, act_id: row.s.act_id, leaf: row.p.leaf, bytes: row.p.bytes, pack: row.p.pack})
RETURN count(*) AS written
