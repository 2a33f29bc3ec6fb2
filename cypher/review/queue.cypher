// findings with the last thing people did with each, by band and strength, by key; filtered by how each stands
// mode: read      data: case      params: detectors, bands, standings, holder, checks, rank, strength, after_id, holdings, tlps, handlings, limit
// returns: f, j, standing, is_check
MATCH (f:Finding)
WHERE f.rank <= $rank AND f.strength IS NOT NULL AND f.id IS NOT NULL
  AND (f.rank < $rank OR f.strength < $strength OR (f.strength = $strength AND f.id > $after_id))
  AND f.detector IN $detectors AND f.band IN $bands
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
OPTIONAL MATCH (j:Judgement {finding_id: f.id})
WHERE j.is_last = true AND j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
WITH f, j,
  CASE WHEN j IS NULL THEN 'open'
    WHEN j.facts <> f.facts AND j.state IN ['confirmed', 'dismissed', 'needs_more'] THEN 'reopened'
    ELSE j.state END AS standing,
  EXISTS {
    MATCH (s:ReviewSlot {finding_id: f.id})
    WHERE s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
  } AS is_check
WHERE standing IN $standings AND ($holder = '' OR (j.by = $holder AND standing = 'claimed'))
  AND (NOT $checks OR is_check)
RETURN f, j, standing, is_check ORDER BY f.rank DESC, f.strength DESC, f.id LIMIT $limit
