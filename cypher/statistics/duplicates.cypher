// traces of a period that a result calls a duplicate, by basis and outcome; they count in no share
// mode: read      data: case      params: holdings, max_tlp, handlings, since, until, area, land, crime, ori, limit
// returns: outcome, basis, source_state, days, traces
MATCH (u:TraceResult)-[a:ANSWERS]->(t:TraceRequest)
WHERE u.reason = 'duplicate'
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND ($area = '' OR t.recovery_state = $area) AND ($land = '' OR t.recovery_country = $land)
  AND ($crime = '' OR left(t.crime_code, 2) = $crime) AND ($ori = '' OR t.ori = $ori)
WITH DISTINCT t
WITH t.outcome AS outcome, t.basis AS basis, t.source_state AS source_state,
  CASE WHEN t.ttc_days IS NULL OR t.ttc_days < 0 THEN -1 WHEN t.ttc_days < 91 THEN 0
    WHEN t.ttc_days < 213 THEN 91 WHEN t.ttc_days < 365 THEN 213 WHEN t.ttc_days < 730 THEN 365
    WHEN t.ttc_days < 1095 THEN 730 ELSE 1095 END AS days
RETURN outcome, basis, source_state, days, count(*) AS traces
ORDER BY traces DESC, outcome, basis, source_state, days LIMIT $limit
