// firearms that a serial may stand for: near canonical forms, equal to NCIC, a reading of a part, a fragment; by way
// mode: read      data: case      params: canonicals, near, skeleton, fragment, holdings, max_tlp, handlings, limit
// returns: way, s, f
CALL {
  MATCH (f:Firearm)
  WHERE f.canonical IN $canonicals
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.canonical, f.id LIMIT $limit
  RETURN 'canonical' AS way, null AS s, f
  UNION ALL
  MATCH (f:Firearm)
  WHERE f.skeleton = $skeleton
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.canonical, f.id LIMIT $limit
  RETURN 'skeleton' AS way, null AS s, f
  UNION ALL
  MATCH (s:Serial)-[o:ON]->(f:Firearm)
  WHERE s.canonical IN $near
    AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH s, f ORDER BY s.canonical, f.id, s.id LIMIT $limit
  RETURN 'reading' AS way, s, f
  UNION ALL
  MATCH (f:Firearm)
  USING TEXT INDEX f:Firearm(canonical)
  WHERE f.canonical CONTAINS $fragment
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH f ORDER BY f.canonical, f.id LIMIT $limit
  RETURN 'fragment' AS way, null AS s, f
  UNION ALL
  MATCH (s:Serial)-[o:ON]->(f:Firearm)
  USING TEXT INDEX s:Serial(canonical)
  WHERE s.canonical CONTAINS $fragment
    AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  WITH s, f ORDER BY s.canonical, f.id, s.id LIMIT $limit
  RETURN 'reading fragment' AS way, s, f
}
RETURN way, s, f ORDER BY way, f.canonical, f.id, s.id LIMIT 5 * $limit
