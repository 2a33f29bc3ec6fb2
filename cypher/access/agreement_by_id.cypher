// one agreement by id with the persons it names
// mode: read      data: access      params: id, limit
// returns: id, number, name, agency, partner, authority, holdings, max_tlp, handling, state, signed, expires, reattest_by, contact, named
// limit: one
MATCH (g:Agreement {id: $id})
RETURN g.id AS id, g.number AS number, g.name AS name, g.agency AS agency, g.partner AS partner, g.authority AS authority,
  g.holdings AS holdings, g.max_tlp AS max_tlp, g.handling AS handling, g.state AS state, g.signed AS signed,
  g.expires AS expires, g.reattest_by AS reattest_by, g.contact AS contact,
  COLLECT {
    MATCH (a:Account)-[n:NAMED_IN]->(g)
    WHERE n.revoked IS NULL
    RETURN {account: a.id, login: a.login, name: a.name, since: n.since} AS one
    ORDER BY a.login LIMIT $limit
  } AS named
