// dealer lists imported so far into one holding: month and jurisdictions
// mode: read      data: ledger      params: holding      returns: id, state, data_date, coverage
MATCH (b:Batch {kind: 'dealers'})
WHERE b.state IN ['open', 'closed'] AND b.holding = $holding
MATCH (s:Source {id: b.source_id})
RETURN b.id AS id, b.state AS state, s.data_date AS data_date, b.coverage AS coverage
LIMIT 5000
