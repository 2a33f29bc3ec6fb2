// sales to known people with the gun's model and its first recovery, for what groups of buyers have in common
// mode: read      data: case      params: holdings, max_tlp, handlings
// returns: person, id, dealer, date, model, recovered, source_id, line, holding, tlp, handling
// exception: limit — a test against chance needs every sale that may be seen
MATCH (a:Person)-[b:BOUGHT]->(p:Purchase)-[s:SOLD_BY]->(d:Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
CALL (p) {
  OPTIONAL MATCH (p)-[o:OF]->(f:Firearm)
  WHERE o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  OPTIONAL MATCH (f)<-[q:OF]-(r:Recovery)
  WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  RETURN min(f.model) AS model, min(r.date) AS recovered
}
RETURN a.id AS person, p.id AS id, d.id AS dealer, p.date AS date, model, recovered, p.source_id AS source_id,
  p.line AS line, p.holding AS holding, p.tlp AS tlp, p.handling AS handling
ORDER BY person, date, id, dealer
