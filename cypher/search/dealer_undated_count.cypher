// how many of these dealers' recorded sales have no date, and so stand on no page
// mode: read      data: case      params: ids, holdings, tlps, handlings      limit: one
// returns: sales
MATCH (p:Purchase)
WHERE p.dealer_id IN $ids
  AND p.holding IN $holdings AND p.tlp IN $tlps AND p.handling IN $handlings AND p.date IS NULL
RETURN count(*) AS sales
