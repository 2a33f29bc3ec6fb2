// where these dealers stand as of now: their open premises links
// mode: read      data: ledger      params: ids      returns: dealer, id, place
UNWIND $ids AS id
MATCH (d:Dealer {id: id})-[r:PREMISES_AT]->(p:Place)
WHERE r.valid_to IS NULL
RETURN d.id AS dealer, r.id AS id, p.id AS place
LIMIT 20000
