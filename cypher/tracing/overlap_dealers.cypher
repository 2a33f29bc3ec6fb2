// in which holdings a recorded sale names a dealer with one of these licence keys; nothing else of it is told
// mode: read      data: case      params: keys, holdings, max_tlp, handlings, limit
// returns: holding
MATCH (d:Dealer)<-[a:SOLD_BY]-(p:Purchase)
WHERE d.key IN $keys
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
RETURN DISTINCT p.holding AS holding ORDER BY holding LIMIT $limit
