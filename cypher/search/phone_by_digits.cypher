// phones by digits, as stored with or without the country code
// mode: read      data: case      params: digits, holdings, max_tlp, handlings, limit
// returns: h
MATCH (h:Phone)
WHERE h.digits IN $digits
  AND h.holding IN $holdings AND h.tlp <= $max_tlp AND h.handling IN $handlings
RETURN h ORDER BY h.digits, h.id LIMIT $limit
