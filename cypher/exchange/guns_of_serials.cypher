// guns that carry one of these serials, to be laid beside what a partner sent; never joined by it
// mode: read      data: case      params: canonicals, holdings, max_tlp, handlings, limit
// returns: f
MATCH (f:Firearm)
WHERE f.canonical IN $canonicals
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.id LIMIT $limit
