// runs of detectors, newest first, by key
// mode: read      data: case      params: before, before_id, holdings, tlps, handlings, limit
// returns: r
MATCH (r:Run)
WHERE r.at <= $before AND (r.at < $before OR r.id < $before_id)
  AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
RETURN r ORDER BY r.at DESC, r.id DESC LIMIT $limit
