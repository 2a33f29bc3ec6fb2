// observations that one source closed, with their dealers: undo of an open import
// mode: read      data: ledger      params: source_id      returns: node, dealer
MATCH (o:Observation)-[:OBSERVED_OF]->(d:Dealer)
WHERE o.closed_by = $source_id
RETURN o AS node, d.id AS dealer
LIMIT 20000
