// one exhibit
// mode: read      data: case      params: id, holdings, max_tlp, handlings
// returns: e
// limit: one
MATCH (e:Exhibit {id: $id})
WHERE e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
RETURN e
