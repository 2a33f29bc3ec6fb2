// the proposals that a person made or decided, newest first
// mode: read      data: access      params: account, limit
// returns: id, act, act_sha256, permission, reason, state, proposed, proposed_by, expires, decided, decided_by, decision_reason, carried_out, agency
MATCH (p:Proposal)
WHERE p.proposed_by = $account OR p.decided_by = $account
MATCH (a:Account {id: p.proposed_by})
RETURN p.id AS id, p.act AS act, p.act_sha256 AS act_sha256, p.permission AS permission, p.reason AS reason,
  p.state AS state, p.proposed AS proposed, p.proposed_by AS proposed_by, p.expires AS expires, p.decided AS decided,
  p.decided_by AS decided_by, p.decision_reason AS decision_reason, p.carried_out AS carried_out,
  a.agency AS agency
ORDER BY p.proposed DESC, p.id LIMIT $limit
