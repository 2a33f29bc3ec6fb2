// the packs that entries name
// mode: read      data: ledger      params: limit      returns: pack
MATCH (e:Entry)
RETURN e.pack AS pack
ORDER BY e.seq
LIMIT $limit
