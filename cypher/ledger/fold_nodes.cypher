// every node of the fold, for the canonical hash
// mode: read      data: ledger      params:      returns: labels, properties
// exception: limit — the hash is taken over the whole graph; rows are streamed and never held
MATCH (n)
WHERE NOT n:Head AND NOT n:Entry AND NOT n:SchemaFile AND NOT n:Shredding
RETURN labels(n) AS labels, properties(n) AS properties
