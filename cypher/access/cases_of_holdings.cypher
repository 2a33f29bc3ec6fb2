// the cases marked with one of these holdings, open ones first, newest number first
// mode: read      data: access      params: holdings, limit
// returns: id, number, name, purpose, openness, state, holding, tlp, handling, opened, closed
MATCH (c:Case)
WHERE c.holding IN $holdings
RETURN c.id AS id, c.number AS number, c.name AS name, c.purpose AS purpose, c.openness AS openness, c.state AS state,
  c.holding AS holding, c.tlp AS tlp, c.handling AS handling, c.opened AS opened, c.closed AS closed
ORDER BY c.state DESC, c.number DESC LIMIT $limit
