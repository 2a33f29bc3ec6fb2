// guns reported stolen or lost and recovered later, latest first
// mode: read      data: case      params: since, holdings, max_tlp, handlings, limit
// returns: firearm_id, serial, reported, kind, recovered, state, country
// title_en: Guns reported stolen and recovered later
// title_es: Armas reportadas robadas y recuperadas después
// why: A theft before the recovery explains a gun without its purchaser; a report after the recovery asks a question.
MATCH (h:Theft)-[o:OF]->(f:Firearm)<-[q:OF]-(r:Recovery)
WHERE r.date >= $since
  AND h.holding IN $holdings AND h.tlp <= $max_tlp AND h.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN f.id AS firearm_id, f.serial AS serial, coalesce(h.reported, h.date) AS reported, h.kind AS kind,
  r.date AS recovered, r.state AS state, r.country AS country
ORDER BY r.date DESC, f.id, h.id, r.id LIMIT $limit
