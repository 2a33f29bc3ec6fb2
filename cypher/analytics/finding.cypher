// one finding
// mode: read      data: case      params: id, holdings, tlps, handlings
// returns: f, gone
// limit: one
MATCH (f:Finding {id: $id})
WHERE f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
WITH f
CALL (f) {
  OPTIONAL MATCH (r:Run)-[w:WITHDREW]->(f)
  WHERE w.at > f.stated AND w.holding IN $holdings AND w.tlp IN $tlps AND w.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  WITH r, w ORDER BY w.at, r.id LIMIT 1
  RETURN CASE WHEN r IS NOT NULL THEN [r.id, w.at] END AS gone
}
RETURN f, gone
