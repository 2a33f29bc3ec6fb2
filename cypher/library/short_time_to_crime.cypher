// guns recovered within some days of their sale, shortest first
// mode: read      data: case      params: days, since, holdings, max_tlp, handlings, limit
// returns: firearm_id, serial, make, recovered, days, state, country
// title_en: Guns recovered soon after sale
// title_es: Armas recuperadas poco después de su venta
// why: A short time from sale to recovery is where tracing starts; it says nothing of the purchaser by itself.
MATCH (r:Recovery)-[o:OF]->(f:Firearm)
WHERE r.ttc_days <= $days AND r.ttc_days >= 0 AND r.date >= $since
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f.id AS firearm_id, f.serial AS serial, f.maker AS make, r.date AS recovered, r.ttc_days AS days,
  r.state AS state, r.country AS country
ORDER BY r.ttc_days, r.date DESC, f.id, r.id LIMIT $limit
