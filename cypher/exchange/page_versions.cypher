// one page of a collection, oldest first: the versions asked for
// mode: read      data: case
// params: holdings, max_tlp, handlings, collection_id, after, until, stix_types, every, shelf, opening, stamps, limit
// returns: stix_id, version, added, media_type, content, holding, tlp, handling
MATCH (o:SharedObject)
WHERE o.collection_id = $collection_id AND o.added > $after AND o.added <= $until AND o.shelf <> 'gone'
  AND o.holding IN $holdings AND o.tlp <= $max_tlp AND o.handling IN $handlings
  AND (size($stix_types) = 0 OR o.stix_type IN $stix_types)
  AND ($every OR o.shelf = $shelf OR o.first = $opening OR o.version IN $stamps)
RETURN o.stix_id AS stix_id, o.version AS version, o.added AS added, o.media_type AS media_type,
  o.content AS content, o.holding AS holding, o.tlp AS tlp, o.handling AS handling
ORDER BY o.collection_id, o.added LIMIT $limit
