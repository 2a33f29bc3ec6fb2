// how many things a theft is linked with, by link and direction, of those the actor may see
// mode: read      data: case      params: id, holdings, max_tlp, handlings, limit
// returns: link, direction, total
MATCH (n:Theft {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
CALL (n) {
  MATCH (n)-[a:OF]->(m:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'theft_of_firearm' AS link, 'out' AS direction, count(DISTINCT m) AS total
  UNION ALL
  MATCH (n)-[a:REPORTED_BY]->(m:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
  RETURN 'theft_reported_by_dealer' AS link, 'out' AS direction, count(DISTINCT m) AS total
}
WITH link, direction, total
WHERE total > 0 AND link IS NOT NULL
RETURN link, direction, total ORDER BY link, direction LIMIT $limit
