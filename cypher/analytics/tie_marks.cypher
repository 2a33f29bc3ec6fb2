// how strictly the ties of people are marked, and what they tie: every level that occurs; an overview rests on it all
// mode: read      data: case      params: holdings, max_tlp, handlings, limit
// returns: tlp, handling
CALL () {
  MATCH (a:Person)-[r:HAS_PHONE|HAS_ADDRESS]->(b:Phone|Place)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  UNWIND [[a.tlp, a.handling], [r.tlp, r.handling], [b.tlp, b.handling]] AS mark
  RETURN mark
UNION
  MATCH (a:Person)-[r:BOUGHT]->(p:Purchase)-[s:SOLD_BY]->(b:Dealer)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
    AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  UNWIND [[a.tlp, a.handling], [r.tlp, r.handling], [p.tlp, p.handling], [s.tlp, s.handling], [b.tlp, b.handling]] AS mark
  RETURN mark
UNION
  MATCH (a:Person)-[r:BOUGHT|POSSESSED]->(e:Purchase|Recovery)-[o:OF]->(b:Firearm)
  WHERE a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  UNWIND [[a.tlp, a.handling], [r.tlp, r.handling], [e.tlp, e.handling], [o.tlp, o.handling], [b.tlp, b.handling]] AS mark
  RETURN mark
}
WITH DISTINCT mark
RETURN mark[0] AS tlp, mark[1] AS handling ORDER BY tlp, handling LIMIT $limit
