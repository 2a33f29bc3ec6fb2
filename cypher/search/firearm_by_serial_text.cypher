// firearms by a Lucene query on the canonical serial: wildcard or one edit; the caller verifies each
// mode: read      data: case      params: query, holdings, max_tlp, handlings, limit
// returns: f
CALL db.index.fulltext.queryNodes('firearm_canonical_fulltext', $query) YIELD node AS f
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f ORDER BY f.canonical, f.id LIMIT $limit
