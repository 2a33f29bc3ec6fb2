// trace requests about firearms with their results and the sale that a result names, each beside its firearm
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, t, u, purchase_id
MATCH (t:TraceRequest)-[o:ABOUT]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
OPTIONAL MATCH (u:TraceResult)-[b:ANSWERS]->(t)
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
OPTIONAL MATCH (u)-[c:NAMES]->(p:Purchase)
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
RETURN f, t, u, p.id AS purchase_id ORDER BY t.date, t.id, f.id, u.id, purchase_id LIMIT $limit
