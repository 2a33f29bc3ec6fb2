// one collection by the id that partners know
// mode: read      data: case      params: holdings, max_tlp, handlings, uuid, limit
// returns: c
MATCH (c:Collection)
WHERE c.uuid = $uuid AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN c ORDER BY c.id LIMIT $limit
