// addresses of several purchasers of record, most first
// mode: read      data: case      params: least, holdings, max_tlp, handlings, limit
// returns: place_id, street, city, state, persons, purchases
// title_en: Purchasers who share an address
// title_es: Compradores que comparten un domicilio
// why: One household or one drop address: the purchases and their dates tell which is more likely.
MATCH (a:Place)<-[c:HAS_ADDRESS]-(n:Person)-[b:BOUGHT]->(p:Purchase)
WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
WITH a, count(DISTINCT n) AS persons, count(DISTINCT p) AS purchases WHERE persons >= $least
RETURN a.id AS place_id, a.street AS street, a.city AS city, a.state AS state, persons, purchases
ORDER BY persons DESC, a.id LIMIT $limit
