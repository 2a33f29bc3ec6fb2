// what one source brought and nothing that stays cites, in pages, outer ends first: undo of an open import
// mode: read      data: ledger      params: source_id      returns: id, label
MATCH (n)
WHERE n.source_id = $source_id AND n.id IS NOT NULL AND n.earlier IS NULL
  AND NOT n:Batch AND NOT n:Source AND NOT n:Entry
  AND NOT EXISTS {
    MATCH (n)-[r]-(other)
    WHERE r.source_id IS NULL OR r.source_id <> $source_id
  }
  AND NOT EXISTS {
    MATCH (holder)-[lasting:MADE_BY|IMPORTED_BY|IN]->(n)
  }
RETURN n.id AS id, labels(n)[0] AS label
LIMIT 20000
