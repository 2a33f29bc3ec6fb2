// firearms whose canonical serial is one of a list (the serial and its one-error variants)
// mode: read      data: case      params: canonicals, holdings, max_tlp, handlings, limit
// returns: f
MATCH (f:Firearm)
WHERE f.canonical IN $canonicals
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.canonical, f.id LIMIT $limit
