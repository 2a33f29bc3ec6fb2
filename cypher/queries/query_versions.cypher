// the versions of a saved query, latest first
// mode: read      data: case      params: query_id, holdings, max_tlp, handlings, limit
// returns: v
MATCH (v:QueryVersion)
WHERE v.query_id = $query_id
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN v ORDER BY v.n DESC, v.id LIMIT $limit
