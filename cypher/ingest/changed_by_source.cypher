// events that one source changed, as they stand: undo of an open import
// mode: read      data: ledger      params: source_id      returns: node, label
MATCH (n)
WHERE n.changed_by = $source_id
RETURN n AS node, labels(n)[0] AS label
LIMIT 20000
