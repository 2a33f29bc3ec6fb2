// the highest number of an agency's trace requests so far; asked under the head lock when one is begun
// mode: read      data: ledger      params: agency
// returns: ordinal
// limit: one
MATCH (q:TraceForm)
WHERE q.agency = $agency AND q.ordinal IS NOT NULL
RETURN coalesce(max(q.ordinal), 0) AS ordinal
