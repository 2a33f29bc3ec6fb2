// why findings were dismissed, by detector and reason
// mode: read      data: case      params: holdings, tlps, handlings, limit
// returns: detector, reason, findings
MATCH (j:Judgement)
WHERE j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
  AND j.is_last = true AND j.state = 'dismissed'
RETURN j.detector AS detector, j.reason AS reason, count(*) AS findings
ORDER BY detector, findings DESC, reason LIMIT $limit
