// how many things a ballistic_event is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:BallisticEvent {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)-[a:AT]->(m:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'ballistic_event_at_place' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:LEAD]-(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_lead_ballistic_event' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:HIT]-(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_hit_ballistic_event' AS link, 'in' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)<-[a:EXCLUDED]-(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'firearm_excluded_ballistic_event' AS link, 'in' AS direction, count(DISTINCT m) AS total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
