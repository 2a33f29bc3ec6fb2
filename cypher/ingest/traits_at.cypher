// ids, and nothing more, of what is recorded apart about these persons, so that an import does not write it again
// mode: read      data: ledger      params: ids      returns: id
UNWIND $ids AS id
MATCH (p:Person {id: id})<-[:OF]-(t)
RETURN t.id AS id
LIMIT 20000
