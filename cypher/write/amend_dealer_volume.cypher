// amend sales volumes of dealers; changes the given properties by id, marking untouched
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MATCH (n:DealerVolume {id: row.s.id})
SET n += row.p
RETURN count(*) AS written
