// what came before under these STIX ids and was not held
// mode: read      data: case      params: stix_ids, holdings, max_tlp, handlings, limit
// returns: d
MATCH (d:InboundDraft)
WHERE d.stix_id IN $stix_ids AND d.state <> 'held'
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d ORDER BY d.stix_id, d.version, d.id LIMIT $limit
