// what became of something that a partner's program sent
// mode: read      data: case      params: holdings, max_tlp, handlings, uuid, partner, limit
// returns: q
MATCH (q:Quarantined)
WHERE q.uuid = $uuid AND q.partner = $partner
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
RETURN q ORDER BY q.id LIMIT $limit
