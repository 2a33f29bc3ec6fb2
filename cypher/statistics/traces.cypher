// traces of a period by outcome, basis, source state and days from sale to recovery, counted; no person, no gun
// mode: read      data: case      params: holdings, tlps, handlings, since, until, area, land, crime, ori, limit
// returns: outcome, basis, source_state, days, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND ($area = '' OR t.recovery_state = $area) AND ($land = '' OR t.recovery_country = $land)
  AND ($crime = '' OR left(t.crime_code, 2) = $crime) AND ($ori = '' OR t.ori = $ori)
WITH t.outcome AS outcome, t.basis AS basis, t.source_state AS source_state,
  CASE WHEN t.ttc_days IS NULL OR t.ttc_days < 0 THEN -1 WHEN t.ttc_days < 91 THEN 0
    WHEN t.ttc_days < 213 THEN 91 WHEN t.ttc_days < 365 THEN 213 WHEN t.ttc_days < 730 THEN 365
    WHEN t.ttc_days < 1095 THEN 730 ELSE 1095 END AS days
RETURN outcome, basis, source_state, days, count(*) AS traces
ORDER BY traces DESC, outcome, basis, source_state, days LIMIT $limit
