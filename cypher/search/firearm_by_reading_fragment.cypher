// firearms with a serial reading that holds a fragment
// mode: read      data: case      params: fragment, holdings, max_tlp, handlings, limit
// returns: s, f
MATCH (s:Serial)-[o:ON]->(f:Firearm)
USING TEXT INDEX s:Serial(canonical)
WHERE s.canonical CONTAINS $fragment
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN s, f ORDER BY s.canonical, f.id, s.id LIMIT $limit
