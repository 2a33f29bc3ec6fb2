// court packages that wait to be sealed or stamped, oldest first; asked by the worker
// mode: read      data: ledger      params: limit
// returns: id, state
MATCH (p:Package)
WHERE p.state IN ['approved', 'sealed']
RETURN p.id AS id, p.state AS state ORDER BY p.prepared, id LIMIT $limit
