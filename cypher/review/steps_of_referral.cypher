// what happened to a referral, in order
// mode: read      data: case      params: id, holdings, tlps, handlings, limit
// returns: s
MATCH (s:ReferralStep)-[o:OF]->(r:Referral {id: $id})
WHERE r.holding IN $holdings AND r.tlp IN $tlps AND r.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp IN $tlps AND o.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
RETURN s ORDER BY s.n, s.id LIMIT $limit
