// firearms whose serial NCIC would compare as equal (embedded letters dropped)
// mode: read      data: case      params: skeleton, holdings, max_tlp, handlings, limit
// returns: f
MATCH (f:Firearm)
WHERE f.skeleton = $skeleton
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.canonical, f.id LIMIT $limit
