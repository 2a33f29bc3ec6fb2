// what is held of these dealers as of now: their open observations
// mode: read      data: ledger      params: ids      returns: dealer, id, attribute, value, valid_from, raw
UNWIND $ids AS id
MATCH (d:Dealer {id: id})<-[:OBSERVED_OF]-(o:Observation)
WHERE o.valid_to IS NULL
RETURN d.id AS dealer, o.id AS id, o.attribute AS attribute, o.value AS value, o.valid_from AS valid_from,
       o.raw AS raw
LIMIT 50000
