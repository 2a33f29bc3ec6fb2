// versions of some objects that a collection holds now; asked under the lock by acts on it
// mode: read      data: ledger      params: collection_id, stix_ids, limit
// returns: id, stix_id, version, shelf, first, content
MATCH (o:SharedObject)
WHERE o.collection_id = $collection_id AND o.stix_id IN $stix_ids
RETURN o.id AS id, o.stix_id AS stix_id, o.version AS version, o.shelf AS shelf, o.first AS first, o.content AS content
ORDER BY stix_id, version LIMIT $limit
