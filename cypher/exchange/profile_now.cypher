// a profile's version as it is now; asked under the lock by an act that makes or changes it
// mode: read      data: ledger      params: id
// returns: version
// limit: one
MATCH (p:SharingProfile {id: $id})
RETURN p.version AS version
