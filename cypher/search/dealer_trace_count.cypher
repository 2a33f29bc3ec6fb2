// traces whose result names a sale of these dealers, and how many came within three years of the sale
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, three_years      limit: one
// returns: traces, within_three_years, ttc_known
MATCH (p:Purchase)<-[n:NAMES]-(u:TraceResult)-[a:ANSWERS]->(t:TraceRequest)
WHERE p.dealer_id IN $ids
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND u.holding IN $holdings AND u.tlp <= $max_tlp AND u.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND t.holding IN $holdings AND t.tlp <= $max_tlp AND t.handling IN $handlings
WITH DISTINCT t
RETURN count(*) AS traces, count(CASE WHEN t.ttc_days <= $three_years THEN 1 END) AS within_three_years,
  count(t.ttc_days) AS ttc_known
