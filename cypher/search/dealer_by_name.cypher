// dealers by licence or business name (full text); ranked by the caller
// mode: read      data: case      params: query, holdings, max_tlp, handlings, limit
// returns: d
CALL db.index.fulltext.queryNodes('dealer_name_business_name_fulltext', $query) YIELD node AS d
WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d ORDER BY d.name, d.id LIMIT $limit
