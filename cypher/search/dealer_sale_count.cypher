// how many recorded sales name these dealers, answered by the covering index
// mode: read      data: case      params: ids, holdings, tlps, handlings      limit: one
// returns: sales
MATCH (p:Purchase)
WHERE p.dealer_id IN $ids
  AND p.holding IN $holdings AND p.tlp IN $tlps AND p.handling IN $handlings
RETURN count(*) AS sales
