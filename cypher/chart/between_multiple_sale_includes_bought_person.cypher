// multiple_sale_includes_bought_person: the lines between named things, both ends named, with the markings of their records
// mode: read      data: case      params: from_ids, to_ids, holdings, max_tlp, handlings, limit
// returns: n, m, events, first, last, levels, codes
MATCH (n:MultipleSale)-[a:INCLUDES]->(e:Purchase)<-[b:BOUGHT]-(m:Person)
WHERE n.id IN $from_ids AND m.id IN $to_ids
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
WITH * ORDER BY a.handling, e.handling, b.handling
WITH n, m, count(DISTINCT e) AS events, min(e.date) AS first, coalesce(max(e.date), '') AS last,
  [max(a.tlp), max(e.tlp), max(b.tlp)] AS levels, collect(DISTINCT a.handling) + collect(DISTINCT e.handling) + collect(DISTINCT b.handling) AS codes
RETURN n, m, events, first, last, levels, codes ORDER BY n.id, m.id LIMIT $limit
