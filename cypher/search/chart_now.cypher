// version and marking of a saved chart; asked under the head lock before it is saved again
// mode: read      data: ledger      params: id
// returns: n, saved_by_name, saved
// limit: one
MATCH (c:Chart {id: $id})
RETURN c.n AS n, c.saved_by_name AS saved_by_name, c.saved AS saved
