// court packages in a state, oldest first, from a key on; asked by the worker
// mode: read      data: ledger      params: state, after, after_id, limit
// returns: id, prepared
MATCH (p:Package)
WHERE p.state = $state AND (p.prepared > $after OR (p.prepared = $after AND p.id > $after_id))
RETURN p.id AS id, p.prepared AS prepared ORDER BY prepared, id LIMIT $limit
