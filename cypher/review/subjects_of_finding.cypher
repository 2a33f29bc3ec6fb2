// subject records that were proposed or opened from a finding
// mode: read      data: case      params: finding_id, holdings, tlps, handlings, limit
// returns: s
MATCH (s:SubjectRecord {finding_id: $finding_id})
WHERE s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
RETURN s ORDER BY s.proposed, s.id LIMIT $limit
