// all accounts, by login
// mode: read      data: access      params: limit
// returns: id, login, name, agency, holdings, max_tlp, handling, roles, state, language, demo, created
MATCH (a:Account)
RETURN a.id AS id, a.login AS login, a.name AS name, a.agency AS agency, a.holdings AS holdings, a.max_tlp AS max_tlp,
  a.handling AS handling, a.roles AS roles, a.state AS state, a.language AS language,
  coalesce(a.demo, false) AS demo, a.created AS created
ORDER BY a.login LIMIT $limit
