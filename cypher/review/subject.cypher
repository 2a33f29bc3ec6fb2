// one subject record
// mode: read      data: case      params: id, holdings, tlps, handlings
// returns: s
// limit: one
MATCH (s:SubjectRecord {id: $id})
WHERE s.holding IN $holdings AND s.tlp IN $tlps AND s.handling IN $handlings
RETURN s
