// findings with the last thing people did with each, by band and strength, by key; filtered by how each stands
// mode: read      data: case      params: detectors, bands, standings, holder, checks, rank, strength, after_id, holdings, tlps, handlings, limit
// returns: f, j, standing, is_check, gone
MATCH (f:Finding)
WHERE f.rank <= $rank AND f.strength IS NOT NULL AND f.id IS NOT NULL
  AND (f.rank < $rank OR f.strength < $strength OR (f.strength = $strength AND f.id > $after_id))
  AND f.detector IN $detectors AND f.band IN $bands
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
OPTIONAL MATCH (j:Judgement {finding_id: f.id})
WHERE j.is_last = true AND j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
CALL (f) {
  OPTIONAL MATCH (r:Run)-[w:WITHDREW]->(f)
  WHERE w.at > f.stated AND w.holding IN $holdings AND w.tlp IN $tlps AND w.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  WITH r, w ORDER BY w.at, r.id LIMIT 1
  RETURN CASE WHEN r IS NOT NULL THEN [r.id, w.at] END AS gone
}
WITH f, j, gone,
  CASE WHEN gone IS NOT NULL AND NOT coalesce(j.state, '') IN ['claimed', 'confirmed', 'dismissed'] THEN 'gone'
    WHEN gone IS NOT NULL AND j.facts <> f.facts AND j.state IN ['confirmed', 'dismissed'] THEN 'gone'
    WHEN j IS NULL THEN 'open'
    WHEN j.facts <> f.facts AND j.state IN ['confirmed', 'dismissed', 'needs_more'] THEN 'reopened'
    ELSE j.state END AS standing,
  EXISTS {
    MATCH (s:ReviewSlot {finding_id: f.id})
    WHERE s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
  } AS is_check
WHERE standing IN $standings AND ($holder = '' OR (j.by = $holder AND standing = 'claimed'))
  AND (NOT $checks OR is_check)
RETURN f, j, standing, is_check, gone ORDER BY f.rank DESC, f.strength DESC, f.id LIMIT $limit
