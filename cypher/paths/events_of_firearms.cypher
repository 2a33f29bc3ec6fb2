// dated sales and thefts of firearms: what a way from one event of a gun to another may leave out
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: firearm_id, event
MATCH (f:Firearm)
WHERE f.id IN $ids
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
CALL (f) {
  MATCH (f)<-[r:OF]-(e:Purchase|Theft)
  WHERE e.date IS NOT NULL
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e AS event
}
RETURN f.id AS firearm_id, event ORDER BY firearm_id, event.date, event.id LIMIT $limit
