// dated observations of persons, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: o, entity
MATCH (o:Observation)-[r:OBSERVED_OF]->(e:Person)
WHERE e.id IN $ids
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
RETURN o, e.id AS entity ORDER BY o.attribute, o.valid_from, o.id, entity LIMIT $limit
