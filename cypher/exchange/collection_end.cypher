// a collection as it is now: level, codes and the time of its newest object; asked under the lock by acts on it
// mode: read      data: ledger      params: id
// returns: c
// limit: one
MATCH (c:Collection {id: $id})
RETURN c
