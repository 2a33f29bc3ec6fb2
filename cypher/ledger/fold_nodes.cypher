// every node of the fold, for the canonical hash
// mode: read      data: ledger      params:      returns: labels, properties
// exception: limit — the hash is taken over the whole graph; rows are streamed and never held
MATCH (n)
// By its only label: a thing of the fold that carries one of these beside its own is hashed like every other.
WHERE NOT labels(n) IN [['Head'], ['Entry'], ['SchemaFile'], ['Shredding']]
RETURN labels(n) AS labels, properties(n) AS properties
