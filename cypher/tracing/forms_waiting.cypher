// trace requests on their way that may have one of these trace numbers or request numbers
// mode: read      data: case      params: numbers, holdings, tlps, handlings, limit
// returns: q
MATCH (q:TraceForm)
WHERE q.state IN ['transmitted', 'in_process'] AND (q.trace_number IN $numbers OR q.number IN $numbers)
  AND q.holding IN $holdings AND q.tlp IN $tlps AND q.handling IN $handlings
RETURN q ORDER BY q.number, q.id LIMIT $limit
