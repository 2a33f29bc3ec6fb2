// collections, by partner and title
// mode: read      data: case      params: holdings, max_tlp, handlings, limit
// returns: c
MATCH (c:Collection)
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN c ORDER BY c.partner, c.title, c.id LIMIT $limit
