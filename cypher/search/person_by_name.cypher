// persons by name (full text); ranked by the caller, since scores know hidden rows
// mode: read      data: case      params: query, holdings, max_tlp, handlings, limit
// returns: x
CALL db.index.fulltext.queryNodes('person_name_fulltext', $query) YIELD node AS x
WHERE x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
RETURN x ORDER BY x.name, x.id LIMIT $limit
