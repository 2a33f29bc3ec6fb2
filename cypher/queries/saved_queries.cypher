// saved queries that somebody may use: his own, of his cases, of his agency; latest first
// mode: read      data: case      params: account, cases, holdings, max_tlp, handlings, limit
// returns: q
MATCH (q:SavedQuery)
WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND (q.scope = 'agency' OR q.owner = $account OR (q.scope = 'case' AND q.case_id IN $cases))
RETURN q ORDER BY q.saved DESC, q.id LIMIT $limit
