// one run of detectors
// mode: read      data: case      params: id, holdings, tlps, handlings
// returns: r
// limit: one
MATCH (r:Run {id: $id})
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
RETURN r
