// how many things a dealer is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Dealer {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)<-[a:REPORTED_BY]-(m:MultipleSale)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'multiple_sale_reported_by_dealer' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:REPORTED_BY]-(m:Theft)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'theft_reported_by_dealer' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:HAS_PHONE]->(m:Phone)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'dealer_has_phone_phone' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:PREMISES_AT]->(m:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'dealer_premises_at_place' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:SAME_AS]->(m:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'dealer_same_as_dealer' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:SAME_AS]-(m:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'dealer_same_as_dealer' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:SOLD_BY]-(e:Purchase)-[b:OF|BOUGHT]-(m:Firearm|Person)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'OF' AND 'Firearm' IN labels(m) THEN 'dealer_sold_by_of_firearm out'
    WHEN type(b) = 'BOUGHT' AND 'Person' IN labels(m) THEN 'dealer_sold_by_bought_person out'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
  UNION ALL
  MATCH (n)<-[a:SHIPPED_TO]-(e:Shipment)-[b:SHIPPED_BY|OF]->(m:Organisation|Dealer|Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'SHIPPED_BY' AND 'Organisation' IN labels(m) THEN 'organisation_shipped_by_shipped_to_dealer in'
    WHEN type(b) = 'SHIPPED_BY' AND 'Dealer' IN labels(m) THEN 'dealer_shipped_by_shipped_to_dealer in'
    WHEN type(b) = 'OF' AND 'Firearm' IN labels(m) THEN 'dealer_shipped_to_of_firearm out'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
  UNION ALL
  MATCH (n)<-[a:SHIPPED_BY]-(e:Shipment)-[b:SHIPPED_TO]->(m:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'dealer_shipped_by_shipped_to_dealer' AS link, 'out' AS direction, count(DISTINCT m) AS total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
