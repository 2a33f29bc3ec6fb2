// the imports of one source, oldest first
// mode: read      data: ledger      params: source_id      returns: node
MATCH (b:Batch {source_id: $source_id})
RETURN b AS node
ORDER BY b.opened, b.id
LIMIT 1000
