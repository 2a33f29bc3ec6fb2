// state of a case file; asked under the head lock before it goes on
// mode: read      data: ledger      params: id
// returns: state, record, proposal
// limit: one
MATCH (c:CaseFile {id: $id})
RETURN c.state AS state, c.record AS record, c.proposal AS proposal
