// phones and addresses of persons
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: link, r, c, holders
MATCH (x:Person)-[r:HAS_PHONE|HAS_ADDRESS]->(c:Phone|Place)
WHERE x.id IN $ids
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN type(r) AS link, r, c, COUNT {
  MATCH (c)<-[q:HAS_PHONE|HAS_ADDRESS]-(y:Person)
  WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND y.holding IN $holdings AND y.tlp <= $max_tlp AND y.handling IN $handlings
} AS holders
ORDER BY link, c.id, r.id LIMIT $limit
