// what saved queries ask for in their latest version: his own, of his cases, of his agency; latest first
// mode: read      data: case      params: account, cases, holdings, max_tlp, handlings, limit
// returns: id, title, parameters
MATCH (q:SavedQuery)
WHERE q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND (q.scope = 'agency' OR q.owner = $account OR (q.scope = 'case' AND q.case_id IN $cases))
MATCH (v:QueryVersion)
WHERE v.query_id = q.id AND v.n = q.n
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN q.id AS id, v.title AS title, v.parameters AS parameters ORDER BY q.saved DESC, q.id LIMIT $limit
