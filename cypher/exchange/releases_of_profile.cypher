// what the partner still has of a profile's releases, from a key on; asked by a recall, which takes back nothing that others hold
// mode: read      data: case      params: profile_id, after_id, holdings, max_tlp, handlings, limit
// returns: id, objects
MATCH (r:Release)
WHERE r.profile_id = $profile_id AND r.state = 'released' AND r.id > $after_id
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN r.id AS id, r.objects AS objects ORDER BY id LIMIT $limit
