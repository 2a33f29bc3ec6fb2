// findings of one detector or of all, and of one run or of all: strongest first, by key
// mode: read      data: case      params: detectors, run_id, rank, strength, after_id, holdings, tlps, handlings, limit
// returns: f
MATCH (f:Finding)
WHERE f.detector IN $detectors AND ($run_id = '' OR f.run_id = $run_id)
  AND (f.rank < $rank OR (f.rank = $rank AND (f.strength < $strength OR (f.strength = $strength AND f.id > $after_id))))
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
RETURN f ORDER BY f.rank DESC, f.strength DESC, f.id LIMIT $limit
