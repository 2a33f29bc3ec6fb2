// state and number of steps of a referral; asked under the head lock before it moves
// mode: read      data: ledger      params: id
// returns: state, n
// limit: one
MATCH (r:Referral {id: $id})
RETURN r.state AS state, r.n AS n
