// whether a number is an agency's already, whoever may see its referral; asked under the head lock when one is drawn
// mode: read      data: ledger      params: agency, number
// returns: taken
// limit: one
MATCH (r:Referral)
WHERE r.agency = $agency AND r.number = $number
RETURN count(r) > 0 AS taken
