// purchasers of record of several guns that were recovered later, most first
// mode: read      data: case      params: least, holdings, max_tlp, handlings, limit
// returns: person_id, name, guns, first_sale, last_recovery
// title_en: Purchasers of record of several recovered guns
// title_es: Compradores registrados de varias armas recuperadas
// why: Several guns of one purchaser at different scenes are a reason to look; theft, resale and collecting explain many.
MATCH (n:Person)-[b:BOUGHT]->(p:Purchase)-[o:OF]->(f:Firearm)<-[q:OF]-(r:Recovery)
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
WITH n, count(DISTINCT f) AS guns, min(p.date) AS first_sale, max(r.date) AS last_recovery
WHERE guns >= $least
RETURN n.id AS person_id, n.name AS name, guns, first_sale, last_recovery
ORDER BY guns DESC, n.id LIMIT $limit
