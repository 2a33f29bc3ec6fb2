// firearms whose canonical serial holds a fragment
// mode: read      data: case      params: fragment, holdings, max_tlp, handlings, limit
// returns: f
MATCH (f:Firearm)
USING TEXT INDEX f:Firearm(canonical)
WHERE f.canonical CONTAINS $fragment
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.canonical, f.id LIMIT $limit
