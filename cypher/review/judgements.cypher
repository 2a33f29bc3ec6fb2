// what people did with a finding, in order
// mode: read      data: case      params: finding_id, holdings, tlps, handlings, limit
// returns: j
MATCH (j:Judgement {finding_id: $finding_id})
WHERE j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
RETURN j ORDER BY j.n, j.id LIMIT $limit
