// recorded sales of one dealer, latest first, by key; with gun, purchaser of record and first recovery
// mode: read      data: case      params: dealer_id, before_date, before_id, holdings, max_tlp, handlings, limit
// returns: p, f, x, r
MATCH (p:Purchase)
USING INDEX p:Purchase(dealer_id, date, id)
WHERE p.dealer_id = $dealer_id AND p.date <= $before_date AND p.id IS NOT NULL
  AND (p.date < $before_date OR p.id < $before_id)
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
WITH p ORDER BY p.dealer_id DESC, p.date DESC, p.id DESC LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[a:OF]->(f:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.id LIMIT 1
  RETURN f
}
CALL (p) {
  OPTIONAL MATCH (x:Person)-[b:BOUGHT]->(p)
  WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  WITH x ORDER BY x.id LIMIT 1
  RETURN x
}
CALL (f) {
  OPTIONAL MATCH (r:Recovery)-[c:OF]->(f)
  WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  WITH r ORDER BY r.date, r.id LIMIT 1
  RETURN r
}
RETURN p, f, x, r ORDER BY p.date DESC, p.id DESC LIMIT $limit
