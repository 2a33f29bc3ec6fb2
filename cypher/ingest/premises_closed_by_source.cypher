// premises links that one source closed: undo of an open import
// mode: read      data: ledger      params: source_id      returns: link, start, end
MATCH (d:Dealer)-[r:PREMISES_AT]->(p:Place)
WHERE r.closed_by = $source_id
RETURN r AS link, d.id AS start, p.id AS end
LIMIT 20000
