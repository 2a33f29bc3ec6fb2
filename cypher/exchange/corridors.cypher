// traces of a period from the state of first sale to the state of recovery, counted by marking; no gun, no person
// mode: read      data: case      params: holdings, tlps, handlings, since, until, limit
// returns: source, target, country, holding, tlp, handling, firearms
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND t.source_state IS NOT NULL AND t.recovery_state IS NOT NULL
RETURN t.source_state AS source, t.recovery_state AS target, t.recovery_country AS country, t.holding AS holding,
  t.tlp AS tlp, t.handling AS handling, count(*) AS firearms
ORDER BY firearms DESC, source, target, country, holding, tlp, handling LIMIT $limit
