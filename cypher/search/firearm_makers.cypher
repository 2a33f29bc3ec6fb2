// maker and importer of firearms
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: link, r, o
MATCH (f:Firearm)-[r:MADE_BY|IMPORTED_BY]->(o:Organisation)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
RETURN type(r) AS link, r, o ORDER BY link, o.id, r.id LIMIT $limit
