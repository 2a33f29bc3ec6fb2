// other traces whose result names a sale to one of these persons
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: t
MATCH (x:Person)-[b:BOUGHT]->(p:Purchase)<-[n:NAMES]-(u:TraceResult)-[a:ANSWERS]->(t:TraceRequest)
WHERE x.id IN $ids
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
RETURN DISTINCT t ORDER BY t.date, t.id LIMIT $limit
