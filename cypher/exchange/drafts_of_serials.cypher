// what partners sent of guns that carry one of these serials, and that nobody has decided
// mode: read      data: case      params: canonicals, holdings, max_tlp, handlings, limit
// returns: d
MATCH (d:InboundDraft)
WHERE d.canonical IN $canonicals AND d.state IN ['draft', 'held']
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d ORDER BY d.received DESC, d.id LIMIT $limit
