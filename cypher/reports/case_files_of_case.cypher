// case files made for a case, latest first
// mode: read      data: case      params: case_id, holdings, max_tlp, handlings, limit
// returns: c
MATCH (c:CaseFile)
WHERE c.case_id = $case_id
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN c ORDER BY c.made DESC, c.id LIMIT $limit
