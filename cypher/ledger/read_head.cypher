// the end of the log
// mode: read      data: ledger      params:      returns: size, frontier, at      limit: one
MATCH (h:Head {id: 'head'})
RETURN h.size AS size, h.frontier AS frontier, h.at AS at
LIMIT 1
