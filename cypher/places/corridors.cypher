// traces requested in a period by year, state of first sale and place of recovery, counted; no gun, no person
// mode: read      data: case      params: holdings, tlps, handlings, since, until, limit
// returns: year, source_state, country, state, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
RETURN left(t.date, 4) AS year, t.source_state AS source_state, t.recovery_country AS country,
  t.recovery_state AS state, count(*) AS traces
ORDER BY year, source_state, country, state LIMIT $limit
