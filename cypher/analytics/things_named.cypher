// people and what ties them, by their ids, for the names on the network's page
// mode: read      data: case      params: ids, holdings, tlps, handlings, limit
// returns: n
CALL () {
  MATCH (n:Person)
  WHERE n.id IN $ids AND n.holding IN $holdings AND n.tlp IN $tlps AND n.handling IN $handlings
  RETURN n
UNION ALL
  MATCH (n:Phone)
  WHERE n.id IN $ids AND n.holding IN $holdings AND n.tlp IN $tlps AND n.handling IN $handlings
  RETURN n
UNION ALL
  MATCH (n:Place)
  WHERE n.id IN $ids AND n.holding IN $holdings AND n.tlp IN $tlps AND n.handling IN $handlings
  RETURN n
UNION ALL
  MATCH (n:Dealer)
  WHERE n.id IN $ids AND n.holding IN $holdings AND n.tlp IN $tlps AND n.handling IN $handlings
  RETURN n
UNION ALL
  MATCH (n:Firearm)
  WHERE n.id IN $ids AND n.holding IN $holdings AND n.tlp IN $tlps AND n.handling IN $handlings
  RETURN n
}
WITH n
RETURN n ORDER BY n.id LIMIT $limit
