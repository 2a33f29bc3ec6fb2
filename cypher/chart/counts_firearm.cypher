// how many things a firearm is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Firearm {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)<-[a:OF]-(m:Recovery)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'recovery_of_firearm' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:OF]-(m:Theft)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'theft_of_firearm' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:MADE_BY]->(m:Organisation)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_made_by_organisation' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:IMPORTED_BY]->(m:Organisation)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_imported_by_organisation' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:ABOUT]-(m:TraceRequest)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'trace_request_about_firearm' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:ABOUT]-(m:Document)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'document_about_firearm' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:LEAD]->(m:BallisticEvent)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_lead_ballistic_event' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:HIT]->(m:BallisticEvent)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_hit_ballistic_event' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:EXCLUDED]->(m:BallisticEvent)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_excluded_ballistic_event' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:SAME_AS]->(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_same_as_firearm' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:SAME_AS]-(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_same_as_firearm' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:OF]-(e:Purchase)-[b:BOUGHT|SOLD_BY|INCLUDES]-(m:Person|Dealer|MultipleSale)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'BOUGHT' AND 'Person' IN labels(m) THEN 'person_bought_of_firearm in'
    WHEN type(b) = 'SOLD_BY' AND 'Dealer' IN labels(m) THEN 'dealer_sold_by_of_firearm in'
    WHEN type(b) = 'INCLUDES' AND 'MultipleSale' IN labels(m) THEN 'multiple_sale_includes_of_firearm in'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
  UNION ALL
  MATCH (n)<-[a:OF]-(e:Shipment)-[b:SHIPPED_TO|SHIPPED_BY]->(m:Dealer|Organisation)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'SHIPPED_TO' AND 'Dealer' IN labels(m) THEN 'dealer_shipped_to_of_firearm in'
    WHEN type(b) = 'SHIPPED_BY' AND 'Organisation' IN labels(m) THEN 'organisation_shipped_by_of_firearm in'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
