// guns of multiple-sale reports that were recovered later, shortest time first
// mode: read      data: case      params: days, holdings, max_tlp, handlings, limit
// returns: sale_number, sold, firearm_id, serial, recovered, days, country
// title_en: Guns of multiple sales that were recovered
// title_es: Armas de ventas múltiples que se recuperaron
// why: A report of a multiple sale is a legal act of the licensee; a recovery soon after it is worth reading.
MATCH (m:MultipleSale)-[i:INCLUDES]->(p:Purchase)-[o:OF]->(f:Firearm)<-[q:OF]-(r:Recovery)
WHERE r.ttc_days <= $days AND r.ttc_days >= 0
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  AND i.holding IN $holdings AND i.tlp <= $max_tlp AND i.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN m.number AS sale_number, p.date AS sold, f.id AS firearm_id, f.serial AS serial, r.date AS recovered,
  r.ttc_days AS days, r.country AS country
ORDER BY r.ttc_days, m.number, f.id, r.id LIMIT $limit
