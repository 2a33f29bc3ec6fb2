// what findings are about: persons, dealers, firearms
// mode: read      data: case      params: ids, holdings, tlps, handlings, limit
// returns: id, s
MATCH (f:Finding)-[c:CONCERNS]->(s:Person|Dealer|Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp IN $tlps AND f.handling IN $handlings
  AND c.holding IN $holdings AND c.tlp IN $tlps AND c.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
RETURN f.id AS id, s ORDER BY id, s.id LIMIT $limit
