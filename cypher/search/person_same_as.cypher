// persons held to be the same as one of a list, either way round
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: a_id, s, b
MATCH (a:Person)-[s:SAME_AS]-(b:Person)
WHERE a.id IN $ids
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
RETURN a.id AS a_id, s, b ORDER BY a_id, b.id, s.id LIMIT $limit
