// guns traced in a period by type and calibre, for the bases that count
// mode: read      data: case      params: holdings, tlps, max_tlp, handlings, since, until, area, land, crime, ori, limit
// returns: basis, type, calibre, traces
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND t.date >= $since AND t.date < $until
  AND ($area = '' OR t.recovery_state = $area) AND ($land = '' OR t.recovery_country = $land)
  AND ($crime = '' OR left(t.crime_code, 2) = $crime) AND ($ori = '' OR t.ori = $ori)
CALL (t) {
  MATCH (t)-[a:ABOUT]->(f:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.id LIMIT 1
  RETURN f.type_code AS type, f.calibre_code AS calibre
}
RETURN t.basis AS basis, type, calibre, count(*) AS traces ORDER BY traces DESC, basis, type, calibre LIMIT $limit
