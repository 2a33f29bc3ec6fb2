// one import
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: b
MATCH (b:Batch {id: $id})
WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
RETURN b
