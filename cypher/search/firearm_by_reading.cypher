// firearms with a serial reading (slide, barrel, restored frame) that is one of a list
// mode: read      data: case      params: canonicals, holdings, max_tlp, handlings, limit
// returns: s, f
MATCH (s:Serial)-[o:ON]->(f:Firearm)
WHERE s.canonical IN $canonicals
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN s, f ORDER BY s.canonical, f.id, s.id LIMIT $limit
