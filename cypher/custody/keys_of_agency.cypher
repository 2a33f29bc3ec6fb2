// keys of the handlers of an agency, oldest first
// mode: read      data: access      params: agency, limit
// returns: id, account, name, roles, n, public, kept, created, revoked, revoked_reason
MATCH (k:HandlerKey)
WHERE k.agency = $agency
MATCH (a:Account {id: k.account})
RETURN k.id AS id, k.account AS account, a.name AS name, a.roles AS roles, k.n AS n, k.public AS public, k.kept AS kept, k.created AS created,
  k.revoked AS revoked, k.revoked_reason AS revoked_reason
ORDER BY k.created, k.id LIMIT $limit
