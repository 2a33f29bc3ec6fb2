// licensees by the number of recovered guns they sold, most first
// mode: read      data: case      params: since, holdings, max_tlp, handlings, limit
// returns: dealer_id, dealer, state, guns, sales
// title_en: Licensees that sold recovered guns
// title_es: Comerciantes que vendieron armas recuperadas
// why: Counts alone follow the size of a shop: read them beside its sales, never as a rank of blame.
MATCH (d:Dealer)<-[s:SOLD_BY]-(p:Purchase)-[o:OF]->(f:Firearm)<-[q:OF]-(r:Recovery)
WHERE r.date >= $since
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
WITH d, count(DISTINCT f) AS guns
RETURN d.id AS dealer_id, d.name AS dealer, d.state AS state, guns,
  COUNT { MATCH (d)<-[t:SOLD_BY]-(x:Purchase)
    WHERE t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings } AS sales
ORDER BY guns DESC, d.id LIMIT $limit
