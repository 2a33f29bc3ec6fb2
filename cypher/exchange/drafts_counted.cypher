// how many objects partners sent, by group and state, and when the newest came
// mode: read      data: case      params: holdings, max_tlp, handlings, limit
// returns: tab, state, drafts, newest
MATCH (d:InboundDraft)
WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d.tab AS tab, d.state AS state, count(d) AS drafts, max(d.received) AS newest ORDER BY tab, state LIMIT $limit
