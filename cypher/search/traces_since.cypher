// trace requests since a date, newest first, with gun and result
// mode: read      data: case      params: holdings, tlps, handlings, since, limit, max_tlp
// returns: t, f, u
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings AND t.date >= $since
WITH t ORDER BY t.date DESC, t.id DESC LIMIT $limit
CALL (t) {
  OPTIONAL MATCH (t)-[a:ABOUT]->(f:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.id LIMIT 1
  RETURN f
}
CALL (t) {
  OPTIONAL MATCH (u:TraceResult)-[b:ANSWERS]->(t)
  WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
  WITH u ORDER BY u.completed DESC, u.id LIMIT 1
  RETURN u
}
RETURN t, f, u ORDER BY t.date DESC, t.id DESC LIMIT $limit
