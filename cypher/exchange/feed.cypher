// one feed that is polled
// mode: read      data: case      params: holdings, max_tlp, handlings, id
// returns: f
// limit: one
MATCH (f:Feed {id: $id})
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f
