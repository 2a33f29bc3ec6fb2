// the highest item of a case so far, whoever may see it; asked under the head lock when an exhibit is received
// mode: read      data: ledger      params: case_id
// returns: item
// limit: one
MATCH (e:Exhibit)
WHERE e.case_id = $case_id
RETURN coalesce(max(e.item), 0) AS item
