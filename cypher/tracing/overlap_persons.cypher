// in which holdings a person stands with one of these names and birth dates; nothing else of him is told
// mode: read      data: case      params: people, folded_names, births, holdings, max_tlp, handlings, limit
// returns: holding
MATCH (x:Person)
WHERE x.folded IN $folded_names AND x.dob IN $births AND (x.folded + '|' + x.dob) IN $people
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
RETURN DISTINCT x.holding AS holding ORDER BY holding LIMIT $limit
