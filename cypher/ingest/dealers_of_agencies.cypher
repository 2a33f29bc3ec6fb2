// dealers that agencies hold under these licence keys, so that the public list can join them
// mode: read      data: ledger      params: keys      returns: id, key, holding, tlp, handling
UNWIND $keys AS key
MATCH (d:Dealer {key: key})
WHERE d.holding <> 'public'
RETURN d.id AS id, d.key AS key, d.holding AS holding, d.tlp AS tlp, d.handling AS handling
LIMIT 20000
