// telephone numbers of several purchasers of record, most first
// mode: read      data: case      params: least, holdings, max_tlp, handlings, limit
// returns: phone_id, number, persons, purchases
// title_en: Purchasers who share a telephone
// title_es: Compradores que comparten un teléfono
// why: A shared number may be a family, a shop or a straw purchase; the source line says who wrote it down.
MATCH (h:Phone)<-[c:HAS_PHONE]-(n:Person)-[b:BOUGHT]->(p:Purchase)
WHERE h.holding IN $holdings AND h.tlp <= $max_tlp AND h.handling IN $handlings
  AND c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
  AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
WITH h, count(DISTINCT n) AS persons, count(DISTINCT p) AS purchases WHERE persons >= $least
RETURN h.id AS phone_id, h.digits AS number, persons, purchases
ORDER BY persons DESC, h.id LIMIT $limit
