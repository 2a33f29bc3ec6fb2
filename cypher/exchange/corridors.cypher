// firearms traced in a period from the state of first sale to the state of recovery, counted by marking; a gun traced twice is one
// mode: read      data: case      params: holdings, tlps, handlings, since, until, limit
// returns: source, target, country, holding, tlp, handling, firearms
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND t.source_state IS NOT NULL AND t.recovery_state IS NOT NULL
OPTIONAL MATCH (t)-[a:ABOUT]->(f:Firearm)
WHERE a.holding IN $holdings AND a.tlp IN $tlps AND a.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
RETURN t.source_state AS source, t.recovery_state AS target, t.recovery_country AS country, t.holding AS holding,
  t.tlp AS tlp, t.handling AS handling, count(DISTINCT coalesce(f.id, t.id)) AS firearms
ORDER BY firearms DESC, source, target, country, holding, tlp, handling LIMIT $limit
