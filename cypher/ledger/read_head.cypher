// the end of the log: number of entries, time of the last act, frontier; one property, so that all is of one moment
// mode: read      data: ledger      params:      returns: state      limit: one
MATCH (h:Head {id: 'head'})
// A graph of a version before this one has them apart until its next start.
RETURN coalesce(h.state, [toString(h.size), h.at] + h.frontier) AS state
LIMIT 1
