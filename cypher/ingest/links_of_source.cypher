// links that one source brought between things that stay, in pages: undo of an open import
// mode: read      data: ledger      params: source_id      returns: id, type, start, start_label, end, end_label
MATCH (a)-[r]->(b)
WHERE r.source_id = $source_id AND NOT type(r) IN ['MADE_BY', 'IMPORTED_BY', 'IN']
RETURN r.id AS id, type(r) AS type, a.id AS start, labels(a)[0] AS start_label, b.id AS end, labels(b)[0] AS end_label
LIMIT 20000
