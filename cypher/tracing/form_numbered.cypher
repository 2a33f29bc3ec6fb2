// whether a number is an agency's already, whoever may see its request; asked under the head lock when one is drawn
// mode: read      data: ledger      params: agency, number
// returns: taken
// limit: one
MATCH (q:TraceForm)
WHERE q.agency = $agency AND q.number = $number
RETURN count(q) > 0 AS taken
