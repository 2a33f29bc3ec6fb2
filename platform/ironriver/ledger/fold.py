"""The canonical hash of a graph: the same facts give the same 32 bytes, in whatever order they were written.

One LtHash (1,024 sums of 16 bits; Bellare and Micciancio's AdHash made wide, as in Lewi et al. 2019) for each kind
and first hex digit of the id: adding needs no order, and two graphs that differ say in which bucket. It covers
domain and access nodes and links; entries, head, schema notes and notes of shredding lie outside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ironriver.graph import Catalogue, Database

_WIDTH = 1024
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sums = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalHash:
    """`total` (hex) over all buckets; `buckets` maps `Firearm/3` or `-BOUGHT-/a` to the digest of its sums."""

    total: str
    buckets: dict[str, str]
    items: int

    def differences(self, other: CanonicalHash) -> list[str]:
        """Return the names of buckets that are not the same in both, sorted."""
        names = self.buckets.keys() | other.buckets.keys()
        return sorted(name for name in names if self.buckets.get(name) != other.buckets.get(name))


def canonical_hash(database: Database, catalogue: Catalogue) -> CanonicalHash:
    """Hash the fold of a graph; about 30,000 nodes and links a second."""
    import numpy as np  # web processes never hash, and need not hold it

    sums: dict[str, Sums] = {}
    count = 0
    for bucket, item in fold_items(database, catalogue):
        digest = np.frombuffer(hashlib.shake_128(item).digest(2 * _WIDTH), dtype="<u2")
        held = sums.get(bucket)
        if held is None:
            sums[bucket] = digest.astype(np.uint16)
        else:
            held += digest  # wraps at 2**16: that is the sum
        count += 1
    buckets = {
        name: hashlib.sha256(held.astype("<u2").tobytes()).hexdigest() for name, held in sorted(sums.items())
    }
    lines = "".join(f"{name} {digest}\n" for name, digest in buckets.items())
    total = hashlib.sha256(b"ironriver/fold/1\n" + lines.encode()).hexdigest()
    return CanonicalHash(total=total, buckets=buckets, items=count)


def fold_items(database: Database, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield each node and link as (bucket, canonical bytes), in no order."""
    for row in database.stream(catalogue.statement("ledger.fold_nodes"), {}):
        labels = sorted(row["labels"])
        yield (
            f"{'+'.join(labels)}/{_digit(row['properties'].get('id'))}",
            _bytes(["node", labels, row["properties"]]),
        )
    for row in database.stream(catalogue.statement("ledger.fold_links"), {}):
        ends = [row["start"], row["end"]]
        yield f"-{row['type']}-/{_digit(ends[0])}", _bytes(["link", row["type"], ends, row["properties"]])


def where_they_differ(one: Database, other: Database, catalogue: Catalogue, buckets: list[str]) -> list[str]:
    """Name what differs inside these buckets: `only in the graph: …`, `only in the ledger: …`; at most ten."""
    wanted = set(buckets)
    here, there = (
        {(bucket, item) for bucket, item in fold_items(database, catalogue) if bucket in wanted}
        for database in (one, other)
    )
    told = [f"only in the graph: {_name(*item)}" for item in sorted(here - there)]
    told += [f"only in the ledger: {_name(*item)}" for item in sorted(there - here)]
    return told[:10]


def _bytes(item: list[Any]) -> bytes:
    return _encode(item).encode()


def _digit(id_: object) -> str:
    # Ids are `<prefix>_<hex>` or a fixed name; the digit spreads each kind over sixteen buckets.
    return str(id_).rpartition("_")[2][:1] or "-"


def _name(bucket: str, item: bytes) -> str:
    # Names and ids only: a difference is printed on consoles, and properties may be personal data.
    read = json.loads(item)
    if read[0] == "node":
        return f"{bucket.partition('/')[0]} {read[2].get('id', '(no id)')}"
    return f"{read[2][0]} -{read[1]}-> {read[2][1]}"
