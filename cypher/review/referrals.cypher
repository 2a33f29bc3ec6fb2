// referrals, last changed first, by key
// mode: read      data: case      params: before, before_id, holdings, tlps, handlings, limit
// returns: r
MATCH (r:Referral)
USING INDEX r:Referral(changed, id)
WHERE r.changed <= $before AND r.id IS NOT NULL AND (r.changed < $before OR r.id < $before_id)
  AND r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
WITH r ORDER BY r.changed DESC, r.id DESC LIMIT $limit
RETURN r ORDER BY r.changed DESC, r.id DESC LIMIT $limit
