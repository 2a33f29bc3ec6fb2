// sources by id
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: s
MATCH (s:Source)
WHERE s.id IN $ids
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
RETURN s ORDER BY s.id LIMIT $limit
