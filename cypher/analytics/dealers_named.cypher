// names of dealers by their ids
// mode: read      data: case      params: ids, holdings, tlps, handlings, limit
// returns: d
MATCH (d:Dealer)
WHERE d.id IN $ids AND d.holding IN $holdings AND d.tlp IN $tlps AND d.handling IN $handlings
RETURN d ORDER BY d.id LIMIT $limit
