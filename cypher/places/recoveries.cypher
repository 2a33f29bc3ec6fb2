// recoveries of a period by place, with its position and how rough that is, counted; no gun, no person
// mode: read      data: case      params: holdings, tlps, max_tlp, handlings, since, until, limit
// returns: country, state, city, lat, lon, precision, count
MATCH (r:Recovery)
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  AND r.date >= $since AND r.date < $until
CALL (r) {
  OPTIONAL MATCH (r)-[a:AT]->(l:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
  WITH l ORDER BY l.id LIMIT 1
  RETURN l.lat AS lat, l.lon AS lon, l.precision AS precision, l.city AS city
}
RETURN r.country AS country, r.state AS state, city, lat, lon, precision, count(*) AS count
ORDER BY count DESC, country, state, city, lat, lon, precision LIMIT $limit
