// one court package, whoever may see it; asked by the worker that seals it
// mode: read      data: ledger      params: id
// returns: p
// limit: one
MATCH (p:Package {id: $id})
RETURN p
