// how many things a organisation is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Organisation {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)<-[a:MADE_BY]-(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_made_by_organisation' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:IMPORTED_BY]-(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_imported_by_organisation' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:SHIPPED_BY]-(e:Shipment)-[b:SHIPPED_TO|OF]->(m:Organisation|Dealer|Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  WITH CASE
    WHEN type(b) = 'SHIPPED_TO' AND 'Organisation' IN labels(m) THEN 'organisation_shipped_by_shipped_to_organisation out'
    WHEN type(b) = 'SHIPPED_TO' AND 'Dealer' IN labels(m) THEN 'organisation_shipped_by_shipped_to_dealer out'
    WHEN type(b) = 'OF' AND 'Firearm' IN labels(m) THEN 'organisation_shipped_by_of_firearm out'
    END AS way, count(DISTINCT m) AS total
  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total
  UNION ALL
  MATCH (n)<-[a:SHIPPED_TO]-(e:Shipment)-[b:SHIPPED_BY]->(m:Organisation)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'organisation_shipped_by_shipped_to_organisation' AS link, 'in' AS direction, count(DISTINCT m) AS total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
