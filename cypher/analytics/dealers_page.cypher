// dealers in order of id after one, with what tells who their peers are
// mode: read      data: case      params: after_id, holdings, max_tlp, handlings, limit
// returns: id, key, type, state, city, tlp, handling
MATCH (d:Dealer)
WHERE d.id > $after_id AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
RETURN d.id AS id, d.key AS key, d.type AS type, d.state AS state, d.city AS city, d.tlp AS tlp, d.handling AS handling
ORDER BY id LIMIT $limit
