// put dealers of a list with their first observations: one row a licence
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MERGE (d:Dealer {id: row.s.id})
SET d.holding = row.s.holding, d.tlp = row.s.tlp, d.handling = row.s.handling
SET d += coalesce(row.p.dealer, {})
MERGE (k:Key {id: row.s.key_id})
SET k.holding = row.s.holding, k.tlp = row.s.tlp, k.handling = row.s.handling
SET k += coalesce(row.p.key, {})
WITH row, d
UNWIND range(0, size(row.s.observations) - 1) AS i
MERGE (o:Observation {id: row.s.observations[i]})
SET o.holding = row.s.holding, o.tlp = row.s.tlp, o.handling = row.s.handling
SET o += coalesce(row.p.observations[i], {})
MERGE (o)-[r:OBSERVED_OF {id: row.s.links[i]}]->(d)
SET r.holding = row.s.holding, r.tlp = row.s.tlp, r.handling = row.s.handling
SET r += coalesce(row.p.link, {})
RETURN count(DISTINCT row.s.id) AS written
