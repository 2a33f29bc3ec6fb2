// one referral
// mode: read      data: case      params: id, holdings, tlps, handlings
// returns: r
// limit: one
MATCH (r:Referral {id: $id})
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
RETURN r
