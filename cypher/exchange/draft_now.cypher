// a draft's state as it is now; asked under the lock by an act that decides it or takes a decision back
// mode: read      data: ledger      params: id
// returns: state
// limit: one
MATCH (d:InboundDraft {id: $id})
RETURN d.state AS state
