// imports of one source, newest first
// mode: read      data: case      params: source_id, holdings, max_tlp, handlings, limit
// returns: b
MATCH (b:Batch)
WHERE b.source_id = $source_id
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
RETURN b ORDER BY b.opened DESC, b.id DESC LIMIT $limit
