// one case by id with its members
// mode: read      data: access      params: id, limit
// returns: id, number, name, purpose, openness, state, holding, tlp, handling, opened, closed, members
// limit: one
MATCH (c:Case {id: $id})
RETURN c.id AS id, c.number AS number, c.name AS name, c.purpose AS purpose, c.openness AS openness, c.state AS state,
  c.holding AS holding, c.tlp AS tlp, c.handling AS handling, c.opened AS opened, c.closed AS closed,
  COLLECT {
    MATCH (a:Account)-[m:MEMBER_OF]->(c)
    RETURN {account: a.id, login: a.login, name: a.name, agency: a.agency, role: m.role, since: m.since} AS one
    ORDER BY m.since, a.login LIMIT $limit
  } AS members
