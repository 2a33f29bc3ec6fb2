// the name of an agency
// mode: read      data: case      params: id, holdings, max_tlp, handlings
// returns: name
// limit: one
MATCH (g:Agency {id: $id})
WHERE g.holding IN $holdings AND g.tlp <= $max_tlp AND g.handling IN $handlings
RETURN g.name AS name
