// put sales volumes of dealers; makes or updates each by id
// mode: write      data: case      params: rows      returns: written      rows: independent
UNWIND $rows AS row
MERGE (n:DealerVolume {id: row.s.id})
SET n.holding = row.s.holding, n.tlp = row.s.tlp, n.handling = row.s.handling
SET n += row.p
RETURN count(*) AS written
