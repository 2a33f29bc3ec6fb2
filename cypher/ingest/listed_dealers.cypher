// dealers of one jurisdiction that the lists so far name, in pages by id
// mode: read      data: ledger      params: holding, state, after      returns: id, key
MATCH (d:Dealer {state: $state})
WHERE d.holding = $holding AND d.id > $after AND d.listed_from IS NOT NULL AND d.absent_since IS NULL
RETURN d.id AS id, d.key AS key
ORDER BY d.id
LIMIT 20000
