// the agreements that an agency has signed, by number
// mode: read      data: access      params: agency, limit
// returns: id, number, name, agency, partner, authority, holdings, max_tlp, handling, state, signed, expires, reattest_by, contact
MATCH (g:Agreement {agency: $agency})
RETURN g.id AS id, g.number AS number, g.name AS name, g.agency AS agency, g.partner AS partner, g.authority AS authority,
  g.holdings AS holdings, g.max_tlp AS max_tlp, g.handling AS handling, g.state AS state, g.signed AS signed,
  g.expires AS expires, g.reattest_by AS reattest_by, g.contact AS contact
ORDER BY g.number LIMIT $limit
