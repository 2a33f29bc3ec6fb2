// dealers by the number of traces of a period whose result names a sale of theirs: how many dealers, never which
// mode: read      data: case      params: holdings, tlps, max_tlp, handlings, since, until, area, land, crime, ori, limit
// returns: least, dealers, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND ($area = '' OR t.recovery_state = $area) AND ($land = '' OR t.recovery_country = $land)
  AND ($crime = '' OR left(t.crime_code, 2) = $crime) AND ($ori = '' OR t.ori = $ori) AND t.outcome = 'purchaser_identified'
CALL (t) {
  MATCH (t)<-[a:ANSWERS]-(u:TraceResult)-[n:NAMES]->(p:Purchase)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
    AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
    AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  WITH p ORDER BY p.id LIMIT 1
  RETURN p.dealer_id AS dealer_id
}
WITH dealer_id, count(*) AS traces
WHERE dealer_id IS NOT NULL
WITH CASE WHEN traces >= 50 THEN 50 WHEN traces >= 25 THEN 25 WHEN traces >= 10 THEN 10
  WHEN traces >= 5 THEN 5 WHEN traces >= 2 THEN 2 ELSE 1 END AS least, traces
RETURN least, count(*) AS dealers, sum(traces) AS traces ORDER BY least LIMIT $limit
