// imports, newest first, with their source
// mode: read      data: case      params: states, holdings, max_tlp, handlings, limit
// returns: b, s
MATCH (b:Batch)
WHERE b.state IN $states
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
WITH b ORDER BY b.opened DESC, b.id DESC LIMIT $limit
OPTIONAL MATCH (s:Source {id: b.source_id})
WHERE s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
RETURN b, s ORDER BY b.opened DESC, b.id DESC LIMIT $limit
