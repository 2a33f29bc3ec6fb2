// dealer_sold_by_bought_person, in: one page, latest first
// mode: read      data: case      params: id, holdings, max_tlp, handlings, after_date, after_id, limit
// returns: m, events, first, last
MATCH (n:Person {id: $id})-[a:BOUGHT]->(e:Purchase)-[b:SOLD_BY]->(m:Dealer)
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
WITH m, count(DISTINCT e) AS events, min(e.date) AS first, coalesce(max(e.date), '') AS last
WHERE last < $after_date OR (last = $after_date AND m.id < $after_id)
RETURN m, events, first, last ORDER BY last DESC, m.id DESC LIMIT $limit
