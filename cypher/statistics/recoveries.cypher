// recoveries of a period, traced or not: the first denominator
// mode: read      data: case      params: holdings, tlps, handlings, since, until, area, land      limit: one
// returns: recoveries
MATCH (r:Recovery)
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  AND r.date >= $since AND r.date < $until
  AND ($area = '' OR r.state = $area) AND ($land = '' OR r.country = $land)
RETURN count(*) AS recoveries
