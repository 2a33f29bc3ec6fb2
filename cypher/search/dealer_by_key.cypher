// dealers by licence key, region-district-sequence
// mode: read      data: case      params: key, holdings, max_tlp, handlings, limit
// returns: d
MATCH (d:Dealer)
WHERE d.key = $key
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d ORDER BY d.id LIMIT $limit
