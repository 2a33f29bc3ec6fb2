// one saved query, if somebody may use it
// mode: read      data: case      params: id, account, cases, holdings, max_tlp, handlings
// returns: q
// limit: one
MATCH (q:SavedQuery {id: $id})
WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND (q.scope = 'agency' OR q.owner = $account OR (q.scope = 'case' AND q.case_id IN $cases))
RETURN q
