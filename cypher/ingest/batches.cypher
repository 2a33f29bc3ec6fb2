// imports by state, newest first
// mode: read      data: ledger      params: states      returns: node
MATCH (b:Batch)
WHERE b.state IN $states
RETURN b AS node
ORDER BY b.opened DESC, b.id
LIMIT 500
