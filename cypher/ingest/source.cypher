// one source
// mode: read      data: ledger      params: id      returns: node      limit: one
MATCH (s:Source {id: $id})
RETURN s AS node
