// put observations of dealers that are there: one row a dealer
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (d:Dealer {id: row.s.id})
UNWIND range(0, size(row.s.observations) - 1) AS i
MERGE (o:Observation {id: row.s.observations[i]})
SET o.holding = row.s.holding, o.tlp = row.s.tlp, o.handling = row.s.handling
SET o += coalesce(row.p.observations[i], {})
MERGE (o)-[r:OBSERVED_OF {id: row.s.links[i]}]->(d)
SET r.holding = row.s.holding, r.tlp = row.s.tlp, r.handling = row.s.handling
SET r += coalesce(row.p.link, {})
RETURN count(DISTINCT row.s.id) AS written
