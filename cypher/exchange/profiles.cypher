// sharing profiles, by partner and name
// mode: read      data: case      params: holdings, max_tlp, handlings, limit
// returns: p
MATCH (p:SharingProfile)
WHERE p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
RETURN p ORDER BY p.partner, p.name, p.id LIMIT $limit
