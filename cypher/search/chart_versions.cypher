// versions of a saved chart, latest first, without what they draw
// mode: read      data: case      params: chart_id, holdings, max_tlp, handlings, limit
// returns: id, n, title, saved, saved_by_name, tlp
MATCH (v:ChartVersion {chart_id: $chart_id})
WHERE v.n > 0 AND v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN v.id AS id, v.n AS n, v.title AS title, v.saved AS saved, v.saved_by_name AS saved_by_name, v.tlp AS tlp
ORDER BY n DESC, id LIMIT $limit
