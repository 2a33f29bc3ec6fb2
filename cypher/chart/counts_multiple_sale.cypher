// how many things a multiple_sale is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:MultipleSale {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)-[a:REPORTED_BY]->(m:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'multiple_sale_reported_by_dealer' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:INCLUDES]->(e:Purchase)-[b:OF|BOUGHT]-(m:Firearm|Person)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'OF' AND 'Firearm' IN labels(m) THEN 'multiple_sale_includes_of_firearm out'
    WHEN type(b) = 'BOUGHT' AND 'Person' IN labels(m) THEN 'multiple_sale_includes_bought_person out'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
