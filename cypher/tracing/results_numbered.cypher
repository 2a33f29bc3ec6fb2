// results of traces by their numbers: request, result, gun, purchase and purchaser of record
// mode: read      data: case      params: numbers, holdings, tlps, handlings, limit
// returns: t, v, f, p, x
MATCH (v:TraceResult)-[a:ANSWERS]->(t:TraceRequest)
WHERE t.number IN $numbers
  AND t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp IN $tlps AND a.handling IN $handlings
  AND v.holding IN $holdings AND v.tlp IN $tlps AND v.handling IN $handlings
CALL (t) {
  OPTIONAL MATCH (t)-[b:ABOUT]->(f:Firearm)
  WHERE b.holding IN $holdings AND b.tlp IN $tlps AND b.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
  WITH f ORDER BY f.id LIMIT 1
  RETURN f
}
CALL (v) {
  OPTIONAL MATCH (v)-[c:NAMES]->(p:Purchase)
  WHERE c.holding IN $holdings AND c.tlp IN $tlps AND c.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp IN $tlps AND p.handling IN $handlings
  WITH p ORDER BY p.id LIMIT 1
  RETURN p
}
CALL (p) {
  OPTIONAL MATCH (x:Person)-[d:BOUGHT]->(p)
  WHERE d.holding IN $holdings AND d.tlp IN $tlps AND d.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp IN $tlps AND x.handling IN $handlings
  WITH x ORDER BY x.id LIMIT 1
  RETURN x
}
RETURN t, v, f, p, x ORDER BY t.number, v.id, t.id LIMIT $limit
