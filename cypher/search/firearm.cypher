// one firearm
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: f
MATCH (f:Firearm {id: $id})
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f
