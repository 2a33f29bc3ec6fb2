// how many trace requests there are by state, and how many of them are overdue
// mode: read      data: case      params: agency, now, holdings, tlps, handlings, limit
// returns: state, forms, overdue
MATCH (q:TraceForm)
WHERE q.holding IN $holdings AND q.tlp IN $tlps AND q.handling IN $handlings
  AND q.state IS NOT NULL AND q.agency IS NOT NULL AND q.due IS NOT NULL
  AND (q.state <> 'draft' OR q.agency = $agency)
RETURN q.state AS state, count(*) AS forms, count(CASE WHEN q.due < $now THEN 1 END) AS overdue
ORDER BY state LIMIT $limit
