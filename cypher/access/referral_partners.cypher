// agreements of other agencies that open referral lists to one, where one of its own opens them to the other
// mode: read      data: access      params: agency, today, limit
// returns: number, agency, holdings, max_tlp, handling, contact
MATCH (g:Agreement {partner: $agency})
WHERE g.referrals = 'contacts' AND g.state = 'active'
  AND g.signed <= $today AND $today <= g.expires AND $today <= g.reattest_by
  AND EXISTS {
    MATCH (o:Agreement {agency: $agency})
    WHERE o.partner = g.agency AND o.referrals = 'contacts' AND o.state = 'active'
      AND o.signed <= $today AND $today <= o.expires AND $today <= o.reattest_by
  }
RETURN g.number AS number, g.agency AS agency, g.holdings AS holdings, g.max_tlp AS max_tlp, g.handling AS handling,
  g.contact AS contact
ORDER BY agency, number LIMIT $limit
