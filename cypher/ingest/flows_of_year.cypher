// published flows of one year, largest first
// mode: read      data: case      params: year, holdings, max_tlp, handlings, limit      returns: source_state, recovery_state, count, source_id, line
// exception: scan — published tables are tens of thousands of rows and do not grow with the cases
MATCH (f:TraceFlow {year: $year})
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f.source_state AS source_state, f.recovery_state AS recovery_state, f.count AS count,
       f.source_id AS source_id, f.line AS line
ORDER BY count DESC, source_state, recovery_state
LIMIT $limit
