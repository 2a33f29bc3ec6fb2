// state and number of steps of a trace request; asked under the head lock before it moves
// mode: read      data: ledger      params: id
// returns: state, n
// limit: one
MATCH (q:TraceForm {id: $id})
RETURN q.state AS state, q.n AS n
