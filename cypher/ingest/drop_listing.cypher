// drop dealers of an open import with their observations and key: one row a licence
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (d:Dealer {id: row.s.id})
OPTIONAL MATCH (d)<-[:OBSERVED_OF]-(o:Observation)
OPTIONAL MATCH (k:Key {entity: row.s.id})
DETACH DELETE o, k, d
RETURN count(DISTINCT row.s.id) AS written
