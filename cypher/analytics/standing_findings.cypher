// findings of some detectors that were stated before an instant and that no run has withdrawn since, in order of id
// mode: read      data: case      params: detectors, begun, after_id, holdings, tlps, handlings, limit
// returns: id, subject_ids, holding, tlp, handling
MATCH (f:Finding)
WHERE f.detector IN $detectors AND f.stated < $begun AND f.id > $after_id
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
  AND NOT EXISTS {
    MATCH (r:Run)-[w:WITHDREW]->(f)
    WHERE w.at > f.stated AND w.holding IN $holdings AND w.tlp IN $tlps AND w.handling IN $handlings
      AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  }
RETURN f.id AS id, f.subject_ids AS subject_ids, f.holding AS holding, f.tlp AS tlp, f.handling AS handling
ORDER BY id LIMIT $limit
