// collections of one partner, by title
// mode: read      data: case      params: holdings, max_tlp, handlings, partner, limit
// returns: c
MATCH (c:Collection)
WHERE c.partner = $partner AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN c ORDER BY c.title, c.id LIMIT $limit
