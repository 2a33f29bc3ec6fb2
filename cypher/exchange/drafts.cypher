// objects that partners sent, of one group or ('') of all: what nobody decided first, then newest first
// mode: read      data: case      params: tab, holdings, max_tlp, handlings, limit
// returns: d
MATCH (d:InboundDraft)
WHERE ($tab = '' OR d.tab = $tab)
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d
ORDER BY CASE WHEN d.state IN ['draft', 'held'] THEN 0 ELSE 1 END, d.received DESC, d.quarantined_id, d.stix_type, d.id
LIMIT $limit
