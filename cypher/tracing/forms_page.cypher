// trace requests, last changed first, by key; filtered by state, priority, unit and age
// mode: read      data: case      params: states, priorities, unit, due_before, agency, before, before_id, holdings, tlps, handlings, limit
// returns: q
MATCH (q:TraceForm)
USING INDEX q:TraceForm(changed, id)
WHERE q.changed <= $before AND q.id IS NOT NULL AND (q.changed < $before OR q.id < $before_id)
  AND q.state IN $states AND q.priority IN $priorities AND ($unit = '' OR q.unit = $unit) AND q.due < $due_before
  AND (q.state <> 'draft' OR q.agency = $agency)
  AND q.holding IN $holdings AND q.tlp IN $tlps AND q.handling IN $handlings
WITH q ORDER BY q.changed DESC, q.id DESC LIMIT $limit
RETURN q ORDER BY q.changed DESC, q.id DESC LIMIT $limit
