// trace requests by number, with the firearm they ask about
// mode: read      data: case      params: number, holdings, max_tlp, handlings, limit
// returns: t, f
MATCH (t:TraceRequest)-[a:ABOUT]->(f:Firearm)
WHERE t.number = $number
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN t, f ORDER BY t.id, f.id LIMIT $limit
