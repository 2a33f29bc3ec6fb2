// the last thing people did with a finding; asked under the head lock before the next
// mode: read      data: ledger      params: finding_id
// returns: n, state, judgement_id
// limit: one
MATCH (j:Judgement {finding_id: $finding_id})
WHERE j.is_last
RETURN j.n AS n, j.state AS state, j.id AS judgement_id
