// one case file
// mode: read      data: case      params: id, holdings, max_tlp, handlings      limit: one
// returns: c
MATCH (c:CaseFile {id: $id})
WHERE c.holding IN $holdings AND c.tlp <= $max_tlp AND c.handling IN $handlings
RETURN c
