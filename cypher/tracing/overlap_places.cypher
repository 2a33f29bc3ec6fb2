// in which holdings a gun was recovered at one of these addresses; nothing else of it is told
// mode: read      data: case      params: country, state, city, street, holdings, max_tlp, handlings, limit
// returns: holding
MATCH (l:Place {country: $country, state: $state, city: $city})<-[a:AT]-(r:Recovery)
WHERE toUpper(l.street) = $street
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN DISTINCT r.holding AS holding ORDER BY holding LIMIT $limit
