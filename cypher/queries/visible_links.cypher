// every link between nodes of the named kinds that somebody may see, with both ends: the rest of his projection
// mode: read      data: case      params: kinds, holdings, max_tlp, handlings
// returns: type, start, end, properties
// exception: limit — a projection holds all of it; rows are streamed and never held
// exception: label(a) — the kinds come as a list, and one pass over the store is quicker than one a kind
// exception: label(b) — the kinds come as a list, and one pass over the store is quicker than one a kind
MATCH (a)-[r]->(b)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND any(l IN labels(a) WHERE l IN $kinds) AND any(m IN labels(b) WHERE m IN $kinds)
WITH a, r, b ORDER BY a.id, b.id, type(r), r.id
RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS properties
