// one import with its source
// mode: read      data: ledger      params: id      returns: node, source      limit: one
MATCH (b:Batch {id: $id})
OPTIONAL MATCH (s:Source {id: b.source_id})
RETURN b AS node, s AS source
