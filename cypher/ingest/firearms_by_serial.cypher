// guns of one holding that carry these serials, for rows that name no type; asked under the head lock by imports
// mode: read      data: ledger      params: serials, holding      returns: node
UNWIND $serials AS serial
MATCH (f:Firearm {canonical: serial})
WHERE f.holding = $holding
RETURN f AS node
LIMIT 20000
