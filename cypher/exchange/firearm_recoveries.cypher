// recoveries of one firearm record and the links that say so, oldest first; no person
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: r, o
MATCH (r:Recovery)-[o:OF]->(f:Firearm {id: $id})
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN r, o ORDER BY r.date, r.id LIMIT $limit
