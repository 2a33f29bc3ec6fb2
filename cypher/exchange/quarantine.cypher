// bytes that came from outside, newest first
// mode: read      data: case      params: holdings, max_tlp, handlings, state, limit
// returns: q
MATCH (q:Quarantined)
WHERE q.state = $state AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
RETURN q ORDER BY q.received DESC, q.id LIMIT $limit
