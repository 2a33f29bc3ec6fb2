// what one trace could share with other agencies' traces: dealers, addresses of recovery, persons with a birth date
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: t, d, l, x, y
MATCH (t:TraceRequest {id: $id})
WHERE t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
OPTIONAL MATCH (t)<-[a:ANSWERS]-(v:TraceResult)-[b:NAMES]->(p:Purchase)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND coalesce(v.held_back, false) = false
OPTIONAL MATCH (p)-[c:SOLD_BY]->(d:Dealer)
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
OPTIONAL MATCH (x:Person)-[e:BOUGHT]->(p)
WHERE e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
OPTIONAL MATCH (t)-[f:FOR]->(r:Recovery)
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
OPTIONAL MATCH (r)-[g:AT]->(l:Place)
WHERE g.holding IN $holdings AND g.tlp <= $max_tlp AND g.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
OPTIONAL MATCH (y:Person)-[h:POSSESSED]->(r)
WHERE h.holding IN $holdings AND h.tlp <= $max_tlp AND h.handling IN $handlings
  AND y.holding IN $holdings AND y.tlp <= $max_tlp AND y.handling IN $handlings
RETURN t, d, l, x, y ORDER BY d.id, l.id, x.id, y.id LIMIT $limit
