// one dealer
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: d
MATCH (d:Dealer {id: $id})
WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d
