// exhibits whose transfer waits for the answer of an account, by number
// mode: read      data: case      params: account, holdings, max_tlp, handlings, limit
// returns: e
MATCH (e:Exhibit)
WHERE e.offered_to = $account
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
RETURN e ORDER BY e.number, e.id LIMIT $limit
