// paths between two things over visible links of chosen types, of every length up to six; no hub is crossed
// mode: read      data: case      params: start_id, end_id, hops, types, withheld, without, holdings, max_tlp, handlings, limit
// returns: stops, ties
CALL {
  MATCH (a:Firearm {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Recovery {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Person {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Dealer {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Organisation {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:BallisticEvent {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Place {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Phone {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Vehicle {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Document {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:MultipleSale {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Theft {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:TraceRequest {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
  UNION
  MATCH (a:Agency {id: $start_id}) WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings RETURN a
}
CALL (a) {
  MATCH (b:Firearm {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Recovery {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Person {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Dealer {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Organisation {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:BallisticEvent {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Place {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Phone {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Vehicle {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Document {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:MultipleSale {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Theft {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:TraceRequest {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
  UNION
  MATCH (b:Agency {id: $end_id}) WHERE b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings AND b.id <> a.id RETURN b
}
MATCH p = SHORTEST 6 GROUPS (a) ((m:Firearm|Recovery|Person|Dealer|Organisation|BallisticEvent|Place|Phone|Vehicle|Document|MultipleSale|Theft|TraceRequest|Agency|Purchase|Shipment)-[r:BOUGHT|SOLD_BY|OF|SHIPPED_BY|SHIPPED_TO|POSSESSED|AT|IN_VEHICLE|MADE_BY|IMPORTED_BY|LEAD|HIT|INCLUDES|REPORTED_BY|ABOUT|FOR|ASKED_BY|HAS_PHONE|HAS_ADDRESS|PREMISES_AT|SAME_AS]-(n:Firearm|Recovery|Person|Dealer|Organisation|BallisticEvent|Place|Phone|Vehicle|Document|MultipleSale|Theft|TraceRequest|Agency|Purchase|Shipment)
  WHERE m.holding IN $holdings AND m.tlp <= $max_tlp AND m.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings
    AND type(r) IN $types
    AND NOT (type(r) IN $withheld AND (m:Person OR n:Person))
    AND NOT (n.id IN $without) AND n.id <> $start_id AND m.id <> $end_id
    AND (n.id = $end_id OR (COUNT { (n)--() } <= 500 OR COUNT { MATCH (n)-[r2]-(k:Firearm|Recovery|Person|Dealer|Organisation|BallisticEvent|Place|Phone|Vehicle|Document|MultipleSale|Theft|TraceRequest|Agency|Purchase|Shipment) WHERE r2.holding IN $holdings AND r2.tlp <= $max_tlp AND r2.handling IN $handlings AND k.holding IN $holdings AND k.tlp <= $max_tlp AND k.handling IN $handlings RETURN 1 AS x LIMIT 501 } <= 500))){1,6} (b)
WHERE length(p) <= $hops
WITH nodes(p) AS stops, relationships(p) AS ties
WITH stops, ties, size(ties) AS hops, reduce(s = '', x IN ties | s + x.id + ' ') AS way
RETURN stops, ties ORDER BY hops, way LIMIT $limit
