// dealers in order of id after one, with what tells who their peers are and what was stated of their sales
// mode: read      data: case      params: after_id, holdings, max_tlp, handlings, limit
// returns: id, key, type, state, city, tlp, handling, phone, volumes
MATCH (d:Dealer)
WHERE d.id > $after_id AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
WITH d ORDER BY d.id LIMIT $limit
CALL (d) {
  OPTIONAL MATCH (v:DealerVolume)-[o:VOLUME_OF]->(d)
  WHERE v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  WITH v ORDER BY v.id
  RETURN collect(CASE WHEN v.sales IS NOT NULL THEN [v.id, v.year, v.type_group, v.sales, v.stated, v.source_id, v.line, v.tlp, v.handling] END) AS volumes
}
RETURN d.id AS id, d.key AS key, d.type AS type, d.state AS state, d.city AS city, d.tlp AS tlp, d.handling AS handling,
  d.phone AS phone, volumes
ORDER BY id LIMIT $limit
