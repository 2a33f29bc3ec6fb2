// sales in order of id after one: gun, purchaser of record, recoveries with possessors, thefts; for detectors
// mode: read      data: case      params: after_id, holdings, max_tlp, handlings, limit
// returns: id, day, dealer, source_id, line, marking, person, gun, dealer_state, recovered, possessed, thefts, held
MATCH (p:Purchase)
WHERE p.id > $after_id AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
WITH p ORDER BY p.id LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (a:Person)-[b:BOUGHT]->(p)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  WITH a ORDER BY a.id LIMIT 1
  RETURN a
}
CALL (p) {
  OPTIONAL MATCH (p)-[s:SOLD_BY]->(d:Dealer)
  WHERE s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
  WITH d ORDER BY d.id LIMIT 1
  RETURN d
}
CALL (p) {
  OPTIONAL MATCH (p)-[o:OF]->(f:Firearm)
  WHERE o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.id LIMIT 1
  RETURN f
}
CALL (p) {
  OPTIONAL MATCH (v:TraceResult)-[n:NAMES]->(p)
  WHERE v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
    AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  RETURN count(CASE WHEN v.held_back = true THEN 1 END) AS held
}
CALL (f) {
  OPTIONAL MATCH (f)<-[q:OF]-(r:Recovery)
  WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  WITH r ORDER BY r.id
  RETURN collect(CASE WHEN r.id IS NOT NULL THEN [r.id, CASE WHEN r.date_precision = 'day' THEN r.date END, r.city, r.state, r.country, r.tlp, r.handling] END) AS recovered
}
CALL (f) {
  OPTIONAL MATCH (f)<-[q:OF]-(r:Recovery)<-[h:POSSESSED]-(x:Person)
  WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND h.holding IN $holdings AND h.tlp <= $max_tlp AND h.handling IN $handlings
    AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  WITH r, x ORDER BY r.id, x.id
  RETURN collect(CASE WHEN x.id IS NOT NULL THEN [r.id, x.id, x.tlp, x.handling] END) AS possessed
}
CALL (f) {
  OPTIONAL MATCH (f)<-[q:OF]-(t:Theft)
  WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
    AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
  WITH t ORDER BY t.id
  RETURN collect(CASE WHEN t.reported IS NOT NULL THEN [t.id, t.reported, t.tlp, t.handling] END) AS thefts
}
RETURN p.id AS id, CASE WHEN p.date_precision = 'day' THEN p.date END AS day, d.id AS dealer,
  p.source_id AS source_id, p.line AS line, [p.holding, p.tlp, p.handling, a.tlp, a.handling, f.tlp, f.handling] AS marking,
  a.id AS person, [f.id, f.maker_code, f.model, f.calibre_code, f.type_code] AS gun, d.state AS dealer_state,
  recovered, possessed, thefts, held
ORDER BY id LIMIT $limit
