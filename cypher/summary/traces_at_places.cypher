// other traces of guns recovered at these places
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: t
MATCH (l:Place)<-[d:AT]-(r:Recovery)<-[c:FOR]-(t:TraceRequest)
WHERE l.id IN $ids
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
RETURN DISTINCT t ORDER BY t.date, t.id LIMIT $limit
