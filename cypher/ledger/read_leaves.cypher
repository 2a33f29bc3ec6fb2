// leaf hashes (hex) of the first entries, in order
// mode: read      data: ledger      params: size      returns: leaf
MATCH (e:Entry)
WHERE e.seq < $size
RETURN e.leaf AS leaf
ORDER BY e.seq
LIMIT $size
