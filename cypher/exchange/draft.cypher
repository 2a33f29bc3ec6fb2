// one object that a partner sent
// mode: read      data: case      params: id, holdings, max_tlp, handlings
// returns: d
// limit: one
MATCH (d:InboundDraft {id: $id})
WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d
