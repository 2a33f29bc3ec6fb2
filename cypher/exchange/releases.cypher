// the register of releases, newest first, from a place in it on
// mode: read      data: case      params: before, before_id, holdings, max_tlp, handlings, limit
// returns: r
MATCH (r:Release)
WHERE (r.prepared < $before OR (r.prepared = $before AND r.id < $before_id))
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN r ORDER BY r.prepared DESC, r.id DESC LIMIT $limit
