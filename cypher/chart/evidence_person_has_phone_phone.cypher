// person_has_phone_phone: the records behind one drawn link, oldest first
// mode: read      data: case      params: from_id, to_id, holdings, max_tlp, handlings, limit
// returns: e, a, b
MATCH (n:Person {id: $from_id})-[a:HAS_PHONE]->(m:Phone {id: $to_id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
RETURN null AS e, a, null AS b ORDER BY a.id LIMIT $limit
