// the cases that an account is a member of, open ones first, newest number first
// mode: read      data: access      params: account, limit
// returns: id, number, name, purpose, openness, state, holding, tlp, handling, opened, closed, role
MATCH (a:Account {id: $account})-[m:MEMBER_OF]->(c:Case)
RETURN c.id AS id, c.number AS number, c.name AS name, c.purpose AS purpose, c.openness AS openness, c.state AS state,
  c.holding AS holding, c.tlp AS tlp, c.handling AS handling, c.opened AS opened, c.closed AS closed,
  m.role AS role
ORDER BY c.state DESC, c.number DESC LIMIT $limit
