// feeds that are polled, by name
// mode: read      data: case      params: holdings, max_tlp, handlings, limit
// returns: f
MATCH (f:Feed)
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.name, f.id LIMIT $limit
