// how many findings stand how, by detector and band, and how many of them one person holds
// mode: read      data: case      params: holder, holdings, tlps, handlings, limit
// returns: detector, band, standing, findings, held
MATCH (f:Finding)
WHERE f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
OPTIONAL MATCH (j:Judgement {finding_id: f.id})
WHERE j.is_last = true AND j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
CALL (f) {
  OPTIONAL MATCH (r:Run)-[w:WITHDREW]->(f)
  WHERE w.at > f.stated AND w.holding IN $holdings AND w.tlp IN $tlps AND w.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  WITH r, w ORDER BY w.at, r.id LIMIT 1
  RETURN CASE WHEN r IS NOT NULL THEN [r.id, w.at] END AS gone
}
WITH f, j,
  CASE WHEN gone IS NOT NULL AND NOT coalesce(j.state, '') IN ['claimed', 'confirmed', 'dismissed'] THEN 'gone'
    WHEN gone IS NOT NULL AND j.facts <> f.facts AND j.state IN ['confirmed', 'dismissed'] THEN 'gone'
    WHEN j IS NULL THEN 'open'
    WHEN j.facts <> f.facts AND j.state IN ['confirmed', 'dismissed', 'needs_more'] THEN 'reopened'
    ELSE j.state END AS standing
RETURN f.detector AS detector, f.band AS band, standing, count(*) AS findings,
  count(CASE WHEN j.by = $holder AND standing = 'claimed' THEN 1 END) AS held
ORDER BY detector, band, standing LIMIT $limit
