// one version of a saved chart
// mode: read      data: case      params: chart_id, n, holdings, max_tlp, handlings      limit: one
// returns: v
MATCH (v:ChartVersion {chart_id: $chart_id, n: $n})
WHERE v.holding IN $holdings AND v.tlp <= $max_tlp AND v.handling IN $handlings
RETURN v ORDER BY v.id
