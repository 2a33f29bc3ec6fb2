// referrals that were made of a finding, oldest first
// mode: read      data: case      params: finding_id, holdings, tlps, handlings, limit
// returns: r
MATCH (r:Referral {finding_id: $finding_id})
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
RETURN r ORDER BY r.created, r.id LIMIT $limit
