// street addresses that several people have on record, in order of id after one: who, by which lines, whether a dealer's own
// mode: read      data: case      params: after_id, contact_cap, holdings, max_tlp, handlings, limit
// returns: id, tlp, handling, people, same, dealers
MATCH (c:Place)
WHERE c.id > $after_id AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND c.kind = 'address'
CALL (c) {
  MATCH (a:Person)-[h:HAS_ADDRESS]->(c)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND h.holding IN $holdings AND h.tlp <= $max_tlp AND h.handling IN $handlings
  WITH a, h ORDER BY a.id, h.id
  WITH a, collect([h.source_id, h.line, h.tlp, h.handling]) AS told
  RETURN collect([a.id, a.tlp, a.handling, told]) AS people
}
WITH c, people WHERE size(people) > 1 AND size(people) <= $contact_cap
WITH c, people ORDER BY c.id LIMIT $limit
CALL (c) {
  OPTIONAL MATCH (x:Person)-[i:HAS_ADDRESS]->(c), (x)-[s:SAME_AS]-(y:Person)-[j:HAS_ADDRESS]->(c)
  WHERE x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
    AND i.holding IN $holdings AND i.tlp <= $max_tlp AND i.handling IN $handlings
    AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND y.holding IN $holdings AND y.tlp <= $max_tlp AND y.handling IN $handlings
    AND j.holding IN $holdings AND j.tlp <= $max_tlp AND j.handling IN $handlings
  WITH DISTINCT x, y ORDER BY x.id, y.id
  RETURN collect(CASE WHEN y IS NOT NULL THEN [x.id, y.id] END) AS same
}
CALL (c) {
  OPTIONAL MATCH (d:Dealer)-[o:PREMISES_AT]->(c)
  WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  WITH DISTINCT d ORDER BY d.id
  RETURN collect(d.id) AS dealers
}
RETURN c.id AS id, c.tlp AS tlp, c.handling AS handling, people, same, dealers
ORDER BY id LIMIT $limit
