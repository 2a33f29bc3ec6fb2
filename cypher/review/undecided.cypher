// findings that stand and that nobody has decided, by detector and band; the strata of a draw
// mode: read      data: case      params: holdings, tlps, handlings, limit
// returns: id, detector, band, holding, tlp, handling
MATCH (f:Finding)
WHERE f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
  AND NOT EXISTS {
    MATCH (j:Judgement {finding_id: f.id})
    WHERE j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
      AND j.is_last = true AND j.state IN ['confirmed', 'dismissed']
  }
  AND NOT EXISTS {
    MATCH (r:Run)-[w:WITHDREW]->(f)
    WHERE w.at > f.stated AND w.holding IN $holdings AND w.tlp IN $tlps AND w.handling IN $handlings
      AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  }
RETURN f.id AS id, f.detector AS detector, f.band AS band, f.holding AS holding, f.tlp AS tlp, f.handling AS handling
ORDER BY id LIMIT $limit
