// the parts that acts of shredding name, by pack
// mode: read      data: ledger      params: limit      returns: pack, parts
MATCH (x:Shredding)
RETURN x.pack AS pack, x.parts AS parts
ORDER BY x.id
LIMIT $limit
