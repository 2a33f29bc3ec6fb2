// traces since a date: asked, completed, purchaser identified; the denominators of every rate
// mode: read      data: case      params: holdings, tlps, handlings, since      limit: one
// returns: asked, completed, purchaser_identified
MATCH (t:TraceRequest)
WHERE t.holding IN $holdings AND t.tlp IN $tlps AND t.handling IN $handlings AND t.date >= $since
RETURN count(*) AS asked, count(CASE WHEN t.status = 'complete' THEN 1 END) AS completed,
  count(CASE WHEN t.outcome = 'purchaser_identified' THEN 1 END) AS purchaser_identified
