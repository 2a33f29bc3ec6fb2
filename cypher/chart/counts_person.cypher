// how many things a person is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Person {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)-[a:POSSESSED]->(m:Recovery)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_possessed_recovery' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:ABOUT]-(m:Document)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'document_about_person' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:HAS_PHONE]->(m:Phone)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_has_phone_phone' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:HAS_ADDRESS]->(m:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_has_address_place' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:SAME_AS]->(m:Person)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_same_as_person' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:SAME_AS]-(m:Person)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_same_as_person' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:BOUGHT]->(e:Purchase)-[b:OF|SOLD_BY|INCLUDES]-(m:Firearm|Dealer|MultipleSale)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'OF' AND 'Firearm' IN labels(m) THEN 'person_bought_of_firearm out'
    WHEN type(b) = 'SOLD_BY' AND 'Dealer' IN labels(m) THEN 'dealer_sold_by_bought_person in'
    WHEN type(b) = 'INCLUDES' AND 'MultipleSale' IN labels(m) THEN 'multiple_sale_includes_bought_person in'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
