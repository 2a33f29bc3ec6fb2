// the entry of an act id
// mode: read      data: ledger      params: act_id      returns: seq, act_id, bytes, pack      limit: one
MATCH (e:Entry {act_id: $act_id})
RETURN e.seq AS seq, e.act_id AS act_id, e.bytes AS bytes, e.pack AS pack
LIMIT 1
