// ballistic leads, hits and exclusions of firearms, each beside its firearm
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: f, link, r, e
MATCH (f:Firearm)-[r:LEAD|HIT|EXCLUDED]->(e:BallisticEvent)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
RETURN f, type(r) AS link, r, e ORDER BY e.date, e.id, f.id, r.id LIMIT $limit
