// entries from a sequence number on, in order
// mode: read      data: ledger      params: start, limit      returns: seq, act_id, bytes, pack
MATCH (e:Entry)
WHERE e.seq >= $start
RETURN e.seq AS seq, e.act_id AS act_id, e.bytes AS bytes, e.pack AS pack
ORDER BY e.seq
LIMIT $limit
