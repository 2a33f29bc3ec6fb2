// one ballistic_event as a chart node
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: n
MATCH (n:BallisticEvent {id: $id})
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
RETURN n
