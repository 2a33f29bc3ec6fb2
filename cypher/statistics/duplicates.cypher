// traces of a period that a result calls a duplicate, by basis and outcome; they count in no share
// mode: read      data: case      params: holdings, tlps, max_tlp, handlings, since, until, area, limit
// returns: outcome, basis, source_state, days, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND ($area = '' OR t.recovery_state = $area)
  AND EXISTS {
    MATCH (u:TraceResult)-[a:ANSWERS]->(t)
    WHERE u.reason = 'duplicate'
      AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
      AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
  }
WITH t.outcome AS outcome, t.basis AS basis, t.source_state AS source_state,
  CASE WHEN t.ttc_days IS NULL OR t.ttc_days < 0 THEN -1 WHEN t.ttc_days < 91 THEN 0
    WHEN t.ttc_days < 213 THEN 91 WHEN t.ttc_days < 365 THEN 213 WHEN t.ttc_days < 730 THEN 365
    WHEN t.ttc_days < 1095 THEN 730 ELSE 1095 END AS days
RETURN outcome, basis, source_state, days, count(*) AS traces
ORDER BY traces DESC, outcome, basis, source_state, days LIMIT $limit
