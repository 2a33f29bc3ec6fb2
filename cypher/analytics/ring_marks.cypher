// how strictly everything is marked that ties some people or that they bought and what became of it: a ring rests on it
// mode: read      data: case      params: ids, holdings, max_tlp, handlings, limit
// returns: person, tlp, handling
CALL () {
  MATCH (a:Person)-[r:HAS_PHONE|HAS_ADDRESS]->(b:Phone|Place)
  WHERE a.id IN $ids
    AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  UNWIND [[a.tlp, a.handling], [r.tlp, r.handling], [b.tlp, b.handling]] AS mark
  RETURN a.id AS person, mark
UNION
  MATCH (a:Person)-[r:BOUGHT]->(p:Purchase)-[s:SOLD_BY]->(b:Dealer)
  WHERE a.id IN $ids
    AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
    AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  UNWIND [[r.tlp, r.handling], [p.tlp, p.handling], [s.tlp, s.handling], [b.tlp, b.handling]] AS mark
  RETURN a.id AS person, mark
UNION
  MATCH (a:Person)-[r:BOUGHT|POSSESSED]->(e:Purchase|Recovery)-[o:OF]->(b:Firearm)
  WHERE a.id IN $ids
    AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
  UNWIND [[r.tlp, r.handling], [e.tlp, e.handling], [o.tlp, o.handling], [b.tlp, b.handling]] AS mark
  RETURN a.id AS person, mark
UNION
  MATCH (a:Person)-[r:BOUGHT]->(p:Purchase)-[o:OF]->(b:Firearm)<-[q:OF]-(e:Recovery)
  WHERE a.id IN $ids
    AND a.holding IN $holdings AND a.tlp <= $max_tlp AND a.handling IN $handlings
    AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
    AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
    AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
    AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
    AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
    AND e.holding IN $holdings AND e.tlp <= $max_tlp AND e.handling IN $handlings
  UNWIND [[q.tlp, q.handling], [e.tlp, e.handling]] AS mark
  RETURN a.id AS person, mark
}
WITH DISTINCT person, mark
RETURN person, mark[0] AS tlp, mark[1] AS handling ORDER BY person, tlp, handling LIMIT $limit
