// every node of the named kinds that somebody may see, in the order of ids: what his projection is made of
// mode: read      data: case      params: kinds, holdings, max_tlp, handlings
// returns: labels, properties
// exception: limit — a projection holds all of it; rows are streamed and never held
// exception: label(n) — the kinds come as a list, and one pass over the store is quicker than one a kind
MATCH (n)
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND any(l IN labels(n) WHERE l IN $kinds)
WITH n ORDER BY n.id
RETURN labels(n) AS labels, properties(n) AS properties
