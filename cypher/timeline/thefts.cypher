// theft and loss reports that name firearms, each beside its firearm, oldest first
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, t, d
MATCH (t:Theft)-[o:OF]->(f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
OPTIONAL MATCH (t)-[a:REPORTED_BY]->(d:Dealer)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN f, t, d ORDER BY t.date, t.id, f.id, d.id LIMIT $limit
