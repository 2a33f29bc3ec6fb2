// one finding
// mode: read      data: case      params: id, holdings, tlps, handlings
// returns: f
// limit: one
MATCH (f:Finding {id: $id})
WHERE f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
RETURN f
