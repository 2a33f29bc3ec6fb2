// dealers whose observations one source opened or closed, in pages by id: undo of an open import
// mode: read      data: ledger      params: source_id, after      returns: id
MATCH (o:Observation)-[:OBSERVED_OF]->(d:Dealer)
WHERE (o.source_id = $source_id OR o.closed_by = $source_id) AND d.id > $after AND d.source_id <> $source_id
RETURN DISTINCT d.id AS id
ORDER BY d.id
LIMIT 5000
