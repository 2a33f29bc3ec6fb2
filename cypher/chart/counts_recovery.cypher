// how many things a recovery is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Recovery {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)-[a:OF]->(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'recovery_of_firearm' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:POSSESSED]-(m:Person)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'person_possessed_recovery' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:AT]->(m:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'recovery_at_place' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:IN_VEHICLE]->(m:Vehicle)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'recovery_in_vehicle_vehicle' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:ABOUT]-(m:Document)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'document_about_recovery' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:FOR]-(m:TraceRequest)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'trace_request_for_recovery' AS link, 'in' AS direction, count(DISTINCT m) AS total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
