// makers, distributors and importers by name (full text); ranked by the caller
// mode: read      data: case      params: query, holdings, max_tlp, handlings, limit
// returns: o
CALL db.index.fulltext.queryNodes('organisation_name_fulltext', $query) YIELD node AS o
WHERE o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
RETURN o ORDER BY o.name, o.id LIMIT $limit
