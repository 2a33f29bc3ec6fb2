// one trace request with the gun it is about, who asked, and the recovery it is for
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: t, f, g, r, l, v
MATCH (t:TraceRequest {id: $id})
WHERE t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
OPTIONAL MATCH (t)-[a:ABOUT]->(f:Firearm)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
OPTIONAL MATCH (t)-[b:ASKED_BY]->(g:Agency)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND g.holding IN $holdings AND g.tlp <= $max_tlp AND g.handling IN $handlings
OPTIONAL MATCH (t)-[c:FOR]->(r:Recovery)
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
OPTIONAL MATCH (r)-[d:AT]->(l:Place)
WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
OPTIONAL MATCH (r)-[e:IN_VEHICLE]->(v:Vehicle)
WHERE e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN t, f, g, r, l, v ORDER BY f.id, g.id, r.id, l.id, v.id LIMIT $limit
