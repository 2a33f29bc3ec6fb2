// court packages of a case, newest first
// mode: read      data: case      params: case_id, holdings, max_tlp, handlings, limit
// returns: p
MATCH (p:Package)
WHERE p.case_id = $case_id
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
RETURN p ORDER BY p.prepared DESC, p.id LIMIT $limit
