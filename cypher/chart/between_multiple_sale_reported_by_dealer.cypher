// multiple_sale_reported_by_dealer: the lines between named things, both ends named, with the markings of their records
// mode: read      data: case      params: from_ids, to_ids, holdings, max_tlp, handlings, limit
// returns: n, m, events, first, last, levels, codes
MATCH (n:MultipleSale)-[a:REPORTED_BY]->(m:Dealer)
WHERE n.id IN $from_ids AND m.id IN $to_ids
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
WITH * ORDER BY a.handling
WITH n, m, count(*) AS events, min(coalesce(a.date, a.valid_from, m.date)) AS first, coalesce(max(coalesce(a.date, a.valid_from, m.date)), '') AS last,
  [max(a.tlp)] AS levels, collect(DISTINCT a.handling) AS codes
RETURN n, m, events, first, last, levels, codes ORDER BY n.id, m.id LIMIT $limit
