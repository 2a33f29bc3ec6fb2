// how many findings stand as decided, by detector, band and decision
// mode: read      data: case      params: holdings, tlps, handlings, limit
// returns: detector, band, state, findings
MATCH (j:Judgement)
WHERE j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
  AND j.is_last = true AND j.state IN ['confirmed', 'dismissed']
RETURN j.detector AS detector, j.band AS band, j.state AS state, count(*) AS findings
ORDER BY detector, band, state LIMIT $limit
