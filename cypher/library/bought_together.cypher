// purchases by one person from one licensee within some days, most guns first
// mode: read      data: case      params: days, least, holdings, max_tlp, handlings, limit
// returns: person_id, name, dealer_id, dealer, from_date, guns
// title_en: Several guns from one licensee within days
// title_es: Varias armas de un comerciante en pocos días
// why: Several sales in a short window are reported for handguns only; rifles show here too.
MATCH (n:Person)-[b:BOUGHT]->(p:Purchase)-[s:SOLD_BY]->(d:Dealer)
WHERE p.date_precision = 'day'
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
MATCH (n)-[c:BOUGHT]->(x:Purchase)-[t:SOLD_BY]->(d)
WHERE x.date_precision = 'day' AND x.date >= p.date
  AND duration.inDays(date(p.date), date(x.date)).days <= $days
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
WITH n, d, p, count(DISTINCT x) AS guns WHERE guns >= $least
WITH n, d, max(guns) AS guns, min(p.date) AS from_date
RETURN n.id AS person_id, n.name AS name, d.id AS dealer_id, d.name AS dealer, from_date, guns
ORDER BY guns DESC, n.id, d.id LIMIT $limit
