// one release to a partner
// mode: read      data: case      params: id, holdings, max_tlp, handlings
// returns: r
// limit: one
MATCH (r:Release {id: $id})
WHERE r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN r
