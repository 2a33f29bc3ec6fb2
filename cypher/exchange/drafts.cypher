// objects that partners sent, newest first
// mode: read      data: case      params: holdings, max_tlp, handlings, limit
// returns: d
MATCH (d:InboundDraft)
WHERE d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d ORDER BY d.received DESC, d.quarantined_id, d.stix_type, d.id LIMIT $limit
