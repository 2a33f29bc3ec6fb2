// the highest number of an agency's referrals so far; asked under the head lock when one is drafted
// mode: read      data: ledger      params: agency
// returns: ordinal
// limit: one
MATCH (r:Referral)
WHERE r.agency = $agency AND r.ordinal IS NOT NULL
RETURN coalesce(max(r.ordinal), 0) AS ordinal
