// findings of one detector or of all, and of one run or of all: strongest first, by key
// mode: read      data: case      params: detectors, run_id, rank, strength, after_id, holdings, tlps, handlings, limit
// returns: f, gone
MATCH (f:Finding)
WHERE f.detector IN $detectors AND ($run_id = '' OR f.run_id = $run_id)
  AND (f.rank < $rank OR (f.rank = $rank AND (f.strength < $strength OR (f.strength = $strength AND f.id > $after_id))))
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
WITH f ORDER BY f.rank DESC, f.strength DESC, f.id LIMIT $limit
CALL (f) {
  OPTIONAL MATCH (r:Run)-[w:WITHDREW]->(f)
  WHERE w.at > f.stated AND w.holding IN $holdings AND w.tlp IN $tlps AND w.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  WITH r, w ORDER BY w.at, r.id LIMIT 1
  RETURN CASE WHEN r IS NOT NULL THEN [r.id, w.at] END AS gone
}
RETURN f, gone ORDER BY f.rank DESC, f.strength DESC, f.id LIMIT $limit
