// vehicles by plate in canonical form
// mode: read      data: case      params: plate, holdings, max_tlp, handlings, limit
// returns: v
MATCH (v:Vehicle)
WHERE v.canonical = $plate
  AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN v ORDER BY v.id LIMIT $limit
