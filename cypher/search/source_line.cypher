// what one line of a source became
// mode: read      data: case      params: source_id, line, holdings, max_tlp, handlings, limit
// returns: e
CALL () {
  MATCH (e:Purchase)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:MultipleSale)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:Theft)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:Shipment)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:Recovery)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:TraceRequest)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:TraceResult)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:Serial)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:BallisticEvent)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
  UNION ALL
  MATCH (e:Observation)
  WHERE e.source_id = $source_id AND e.line = $line
  AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  RETURN e
}
RETURN e ORDER BY e.id LIMIT $limit
