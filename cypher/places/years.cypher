// traces requested in a period by year, counted
// mode: read      data: case      params: holdings, tlps, handlings, since, until, limit
// returns: year, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
RETURN left(t.date, 4) AS year, count(*) AS traces ORDER BY year LIMIT $limit
