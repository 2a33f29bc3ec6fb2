// traces requested in a period for one type of firearm by year, state of first sale and place of recovery, counted
// mode: read      data: case      params: holdings, tlps, max_tlp, handlings, since, until, type, limit
// returns: year, source_state, country, state, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND EXISTS {
    MATCH (t)-[a:ABOUT]->(f:Firearm)
    WHERE left(f.type_code, size($type)) = $type
      AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
      AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  }
RETURN left(t.date, 4) AS year, t.source_state AS source_state, t.recovery_country AS country,
  t.recovery_state AS state, count(*) AS traces
ORDER BY year, source_state, country, state LIMIT $limit
