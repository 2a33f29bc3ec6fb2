// makers of firearms, each beside its firearm; a maker's record has no date
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, r, m
MATCH (f:Firearm)-[r:MADE_BY]->(m:Organisation)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
RETURN f, r, m ORDER BY f.id, m.id, r.id LIMIT $limit
