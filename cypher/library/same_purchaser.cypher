// other guns that the purchaser of record of one gun bought, nearest sale first
// mode: read      data: case      params: firearm_id, days, holdings, max_tlp, handlings, limit
// returns: person_id, name, other_id, serial, sold, dealer, recovered
// title_en: Other guns of the same purchaser of record
// title_es: Otras armas del mismo comprador registrado
// why: What else the purchaser of this gun bought within a window, and whether it was recovered.
MATCH (f:Firearm)<-[o:OF]-(p:Purchase)<-[b:BOUGHT]-(n:Person)
WHERE f.id = $firearm_id AND p.date_precision = 'day'
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
MATCH (n)-[c:BOUGHT]->(x:Purchase)-[q:OF]->(g:Firearm)
WHERE g.id <> f.id AND x.date_precision = 'day'
  AND abs(duration.inDays(date(p.date), date(x.date)).days) <= $days
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND x.holding IN $holdings AND x.tlp <= $max_tlp AND x.handling IN $handlings
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND g.holding IN $holdings AND g.tlp <= $max_tlp AND g.handling IN $handlings
OPTIONAL MATCH (x)-[s:SOLD_BY]->(d:Dealer)
WHERE s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
OPTIONAL MATCH (r:Recovery)-[u:OF]->(g)
WHERE r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
RETURN n.id AS person_id, n.name AS name, g.id AS other_id, g.serial AS serial, x.date AS sold, d.name AS dealer,
  r.date AS recovered
ORDER BY x.date, g.id, n.id, d.id, r.id LIMIT $limit
