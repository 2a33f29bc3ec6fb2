// firearm_made_by_organisation, out: one page, latest first
// mode: read      data: case      params: id, holdings, max_tlp, handlings, after_date, after_id, limit
// returns: m, events, first, last
MATCH (n:Firearm {id: $id})-[a:MADE_BY]->(m:Organisation)
WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
  AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
  AND m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
WITH m, count(*) AS events, min(coalesce(a.date, a.valid_from, m.date)) AS first, coalesce(max(coalesce(a.date, a.valid_from, m.date)), '') AS last
WHERE last < $after_date OR (last = $after_date AND m.id < $after_id)
RETURN m, events, first, last ORDER BY last DESC, m.id DESC LIMIT $limit
