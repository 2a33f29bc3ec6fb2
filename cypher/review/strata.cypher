// random checks by detector, band, marking and draw: how many there were, how many were drawn, what became of those
// mode: read      data: case      params: holdings, tlps, handlings, limit
// returns: draw, detector, band, holding, tlp, handling, population, drawn, decided, confirmed
MATCH (s:ReviewSlot)
WHERE s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
OPTIONAL MATCH (j:Judgement {finding_id: s.finding_id})
WHERE j.holding IN $holdings AND j.tlp IN $tlps AND j.handling IN $handlings
  AND j.is_last = true AND j.state IN ['confirmed', 'dismissed']
RETURN s.draw AS draw, s.detector AS detector, s.band AS band,
  s.holding AS holding, s.tlp AS tlp, s.handling AS handling, max(s.population) AS population,
  count(DISTINCT s.id) AS drawn, count(DISTINCT j.finding_id) AS decided,
  count(DISTINCT CASE WHEN j.state = 'confirmed' THEN j.finding_id END) AS confirmed
ORDER BY draw DESC, detector, band, holding, tlp, handling LIMIT $limit
