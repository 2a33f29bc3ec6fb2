// ballistic events with a gun that was confirmed or proposed for them, latest first
// mode: read      data: case      params: since, holdings, max_tlp, handlings, limit
// returns: event_number, date, site, firearm_id, serial, link
// title_en: Guns named for ballistic events
// title_es: Armas relacionadas con hechos balísticos
// why: A hit was confirmed by an examiner, a lead was not: the column says which.
MATCH (f:Firearm)-[l:HIT|LEAD]->(e:BallisticEvent)
WHERE e.date >= $since
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND l.holding IN $holdings AND l.tlp <= $max_tlp AND l.handling IN $handlings
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
RETURN e.number AS event_number, e.date AS date, e.site AS site, f.id AS firearm_id, f.serial AS serial,
  toLower(type(l)) AS link
ORDER BY e.date DESC, e.number, f.id, link LIMIT $limit
