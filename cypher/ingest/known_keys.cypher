// which of these keys are taken, and by which entity; asked under the head lock by imports
// mode: read      data: ledger      params: ids      returns: id, entity
UNWIND $ids AS id
MATCH (k:Key {id: id})
RETURN k.id AS id, k.entity AS entity
LIMIT 20000
