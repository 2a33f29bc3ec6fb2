// the keys of these entities: undo of an open import
// mode: read      data: ledger      params: entities      returns: id
UNWIND $entities AS entity
MATCH (k:Key {entity: entity})
RETURN k.id AS id
LIMIT 20000
