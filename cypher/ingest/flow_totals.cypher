// published traces to a source state by year: all, from the United States, and kept within their state
// mode: read      data: case      params: holdings, max_tlp, handlings      returns: year, total, domestic, in_state
// exception: scan — published tables are tens of thousands of rows and do not grow with the cases
MATCH (f:TraceFlow)
WHERE f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
RETURN f.year AS year, sum(f.count) AS total,
       sum(CASE WHEN size(f.source_state) = 2 THEN f.count ELSE 0 END) AS domestic,
       sum(CASE WHEN f.source_state = f.recovery_state THEN f.count ELSE 0 END) AS in_state
ORDER BY year
LIMIT 100
