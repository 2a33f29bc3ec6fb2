// version and owner of a saved query; asked under the head lock before it is saved again
// mode: read      data: ledger      params: id
// returns: n, saved_by_name
// limit: one
MATCH (q:SavedQuery {id: $id})
RETURN q.n AS n, q.saved_by_name AS saved_by_name
