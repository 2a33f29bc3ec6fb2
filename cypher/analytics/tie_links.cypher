// people and what ties them: phone, address, dealer, firearm; what more than its cap of people share is left out
// mode: read      data: case      params: holdings, max_tlp, handlings, contact_cap, dealer_cap, firearm_cap
// returns: source, target
// exception: limit — the projection holds every tie that may be seen; the door estimates its memory first
CALL () {
  MATCH (a:Person)-[r:HAS_PHONE]->(b:Phone)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  WITH b, collect(DISTINCT a) AS people
  WHERE size(people) <= $contact_cap
  UNWIND people AS source
  RETURN source, b AS target
UNION ALL
  MATCH (a:Person)-[r:HAS_ADDRESS]->(b:Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  WITH b, collect(DISTINCT a) AS people
  WHERE size(people) <= $contact_cap
  UNWIND people AS source
  RETURN source, b AS target
UNION ALL
  MATCH (a:Person)-[r:BOUGHT]->(p:Purchase)-[s:SOLD_BY]->(b:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
    AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  WITH b, collect(DISTINCT a) AS people
  WHERE size(people) <= $dealer_cap
  UNWIND people AS source
  RETURN source, b AS target
UNION ALL
  MATCH (a:Person)-[r:BOUGHT|POSSESSED]->(e:Purchase|Recovery)-[o:OF]->(b:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  WITH b, collect(DISTINCT a) AS people
  WHERE size(people) > 1 AND size(people) <= $firearm_cap
  UNWIND people AS source
  RETURN source, b AS target
}
WITH source, target
RETURN source, target ORDER BY source.id, target.id
