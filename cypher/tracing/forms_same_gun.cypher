// other open trace requests with the serial of one, drafts of other agencies too: shown as a hit without content
// mode: read      data: case      params: but_id, serial_key, holdings, tlps, handlings, limit
// returns: id, number, state, agency, maker_code, changed
MATCH (q:TraceForm)
WHERE q.serial_key = $serial_key AND q.id <> $but_id AND q.state <> 'withdrawn'
  AND q.holding IN $holdings AND q.tlp IN $tlps AND q.handling IN $handlings
RETURN q.id AS id, q.number AS number, q.state AS state, q.agency AS agency, q.maker_code AS maker_code, q.changed AS changed
ORDER BY changed DESC, id LIMIT $limit
