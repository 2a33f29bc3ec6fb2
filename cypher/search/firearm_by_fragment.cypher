// firearms whose canonical serial holds a fragment
// mode: read      data: case      params: fragment, holdings, max_tlp, handlings, limit
// returns: f
MATCH (f:Firearm)
WHERE f.canonical CONTAINS $fragment
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.canonical, f.id LIMIT $limit
