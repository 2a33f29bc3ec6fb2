// one sharing profile
// mode: read      data: case      params: id, holdings, max_tlp, handlings
// returns: p
// limit: one
MATCH (p:SharingProfile {id: $id})
WHERE p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
RETURN p
