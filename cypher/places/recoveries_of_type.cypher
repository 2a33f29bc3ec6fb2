// recoveries of a period of one type of firearm by year and place, with its position or its town's and how rough that is, counted; no gun, no person
// mode: read      data: case      params: holdings, tlps, max_tlp, handlings, since, until, type, limit
// returns: year, country, state, city, lat, lon, precision, count
MATCH (r:Recovery)
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  AND r.date >= $since AND r.date < $until
  AND EXISTS {
    MATCH (r)-[o:OF]->(f:Firearm)
    WHERE left(f.type_code, size($type)) = $type
      AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
      AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  }
CALL (r) {
  OPTIONAL MATCH (r)-[a:AT]->(l:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
  OPTIONAL MATCH (l)-[i:IN]->(c:Place)
  WHERE i.holding IN $holdings AND i.tlp <= $max_tlp AND i.handling IN $handlings
    AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  WITH l, c ORDER BY l.id, c.id LIMIT 1
  WITH CASE WHEN l.lat IS NULL THEN c ELSE l END AS at
  RETURN at.lat AS lat, at.lon AS lon, at.precision AS precision, at.city AS city
}
RETURN left(r.date, 4) AS year, r.country AS country, r.state AS state, city, lat, lon, precision, count(*) AS count
ORDER BY year, country, state, city, lat, lon, precision LIMIT $limit
