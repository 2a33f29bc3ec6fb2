// how many things a place is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Place {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)<-[a:AT]-(m:Recovery)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'recovery_at_place' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:AT]-(m:BallisticEvent)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'ballistic_event_at_place' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:IN]->(m:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'place_in_place' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:IN]-(m:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'place_in_place' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:HAS_ADDRESS]-(m:Person)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_has_address_place' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:PREMISES_AT]-(m:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'dealer_premises_at_place' AS link, 'in' AS direction, count(DISTINCT m) AS total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
