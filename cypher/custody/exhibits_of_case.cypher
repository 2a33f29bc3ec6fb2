// exhibits of a case, by item
// mode: read      data: case      params: case_id, holdings, max_tlp, handlings, limit
// returns: e
MATCH (e:Exhibit)
WHERE e.case_id = $case_id
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
RETURN e ORDER BY e.item, e.id LIMIT $limit
