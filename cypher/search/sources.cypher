// sources, newest first, by key
// mode: read      data: case      params: holdings, max_tlp, handlings, before, before_id, limit
// returns: s
// exception: scan — sources are files that people brought: hundreds, not millions
MATCH (s:Source)
WHERE s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings AND (s.received < $before OR (s.received = $before AND s.id < $before_id))
RETURN s ORDER BY s.received DESC, s.id DESC LIMIT $limit
