// recoveries in a country by the state of the sale, most first
// mode: read      data: case      params: country, since, holdings, max_tlp, handlings, limit
// returns: sold_in, recovered_in, guns
// title_en: Where guns recovered in a country were sold
// title_es: Dónde se vendieron las armas recuperadas en un país
// why: The state of the first retail sale, where a trace found it; many guns of a recovery are never traced.
MATCH (d:Dealer)<-[s:SOLD_BY]-(p:Purchase)-[o:OF]->(f:Firearm)<-[q:OF]-(r:Recovery)
WHERE r.country = $country AND r.date >= $since
  AND d.holding IN $holdings AND d.tlp <= $max_tlp AND d.handling IN $handlings
  AND s.holding IN $holdings AND s.tlp <= $max_tlp AND s.handling IN $handlings
  AND p.holding IN $holdings AND p.tlp <= $max_tlp AND p.handling IN $handlings
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND f.holding IN $holdings AND f.tlp <= $max_tlp AND f.handling IN $handlings
  AND q.holding IN $holdings AND q.tlp <= $max_tlp AND q.handling IN $handlings
  AND r.holding IN $holdings AND r.tlp <= $max_tlp AND r.handling IN $handlings
RETURN d.state AS sold_in, r.state AS recovered_in, count(DISTINCT f) AS guns
ORDER BY guns DESC, sold_in, recovered_in LIMIT $limit
