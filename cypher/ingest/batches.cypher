// imports by state that the actor may see, newest first
// mode: read      data: ledger      params: states, holdings, max_tlp, handlings      returns: node
MATCH (b:Batch)
WHERE b.state IN $states
  AND b.holding IN $holdings AND b.tlp <= $max_tlp AND b.handling IN $handlings
RETURN b AS node
ORDER BY b.opened DESC, b.id
LIMIT 500
