// what happened to exhibits, in the order of their chains
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: exhibit, v
MATCH (v:CustodyEvent)-[r:OF]->(e:Exhibit)
WHERE e.id IN $ids
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN e.id AS exhibit, v ORDER BY exhibit, v.n, v.id LIMIT $limit
