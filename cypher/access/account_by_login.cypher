// one account by login, with its cases and the agreements that name it and hold today
// mode: read      data: access      params: login, today
// returns: id, login, name, agency, holdings, max_tlp, handling, roles, state, language, demo, created, cases, agreements
// limit: one
MATCH (a:Account {login: $login})
RETURN a.id AS id, a.login AS login, a.name AS name, a.agency AS agency, a.holdings AS holdings, a.max_tlp AS max_tlp,
  a.handling AS handling, a.roles AS roles, a.state AS state, a.language AS language,
  coalesce(a.demo, false) AS demo, a.created AS created,
  COLLECT {
    MATCH (a)-[m:MEMBER_OF]->(c:Case)
    RETURN {id: c.id, number: c.number, name: c.name, state: c.state, openness: c.openness, role: m.role} AS one
    ORDER BY c.number DESC LIMIT 500
  } AS cases,
  COLLECT {
    MATCH (a)-[n:NAMED_IN]->(g:Agreement)
    WHERE n.revoked IS NULL AND g.state = 'active' AND g.signed <= $today AND g.expires >= $today
      AND g.reattest_by >= $today
    RETURN {id: g.id, holdings: g.holdings, max_tlp: g.max_tlp, handling: g.handling} AS one
    ORDER BY g.id LIMIT 100
  } AS agreements
