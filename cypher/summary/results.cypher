// results that answer a trace request, newest first, with the sale that each names, its dealer and its purchaser
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: u, p, d, x
MATCH (u:TraceResult)-[a:ANSWERS]->(t:TraceRequest {id: $id})
WHERE t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
OPTIONAL MATCH (u)-[n:NAMES]->(p:Purchase)
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
OPTIONAL MATCH (p)-[s:SOLD_BY]->(d:Dealer)
WHERE s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
OPTIONAL MATCH (x:Person)-[b:BOUGHT]->(p)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
RETURN u, p, d, x ORDER BY u.completed DESC, u.id, p.id, d.id, x.id LIMIT $limit
