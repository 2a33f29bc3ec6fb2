"""RFC 9162 Merkle trees: roots, frontiers, proofs. Pure functions on bytes; the standard library only.

Leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right), split at the largest power of two below the size,
empty tree = SHA-256 of nothing. Verifiers return False instead of raising: a forged proof is an answer, not an
accident. Offline verifiers may copy this file as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Hash = bytes

EMPTY_ROOT: Hash = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> Hash:
    """Return the leaf hash of an entry's bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[Hash]) -> Hash:
    """Return the root over leaf hashes; 32 bytes, `EMPTY_ROOT` for none.

    Level by level: an odd last node moves up unchanged, which gives the RFC's split and never repeats a leaf.
    """
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    sha256 = hashlib.sha256
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def grow(frontier: Sequence[Hash], size: int, leaf: Hash) -> list[Hash]:
    """Return the frontier of `size + 1` leaves from that of `size`.

    A frontier holds the roots of the perfect subtrees, largest first, one for each 1 in the size's binary digits.
    """
    grown = [*frontier, leaf]
    while size % 2:
        right = grown.pop()
        grown[-1] = node_hash(grown[-1], right)
        size //= 2
    return grown


def frontier_root(frontier: Sequence[Hash]) -> Hash:
    """Return the root that a frontier stands for."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for subtree in reversed(frontier[:-1]):
        root = node_hash(subtree, root)
    return root


def prove_inclusion(leaves: Sequence[Hash], index: int) -> list[Hash]:
    """Return the audit path of leaf `index` in the tree over `leaves` (RFC 9162 §2.1.3.1), leaf side first."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    path: list[Hash] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start = middle
    return path[::-1]


def prove_consistency(leaves: Sequence[Hash], old_size: int) -> list[Hash]:
    """Return the proof that the tree over the first `old_size` leaves is a prefix (RFC 9162 §2.1.4.1)."""
    if not 0 < old_size <= len(leaves):
        raise IndexError(f"no tree of {old_size} inside one of {len(leaves)}")
    proof: list[Hash] = []
    start, end, size, whole = 0, len(leaves), old_size, True
    while size != end - start:
        middle = _split(end - start)
        if size <= middle:
            proof.append(root_of(leaves[start + middle : end]))
            end = start + middle
        else:
            proof.append(root_of(leaves[start : start + middle]))
            start, size, whole = start + middle, size - middle, False
    if not whole:
        proof.append(root_of(leaves[start:end]))
    return proof[::-1]


def proves_inclusion(leaf: Hash, index: int, size: int, proof: Sequence[Hash], root: Hash) -> bool:
    """Say whether `proof` shows `leaf` at `index` in the tree of `size` with `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            computed = node_hash(step, computed)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            computed = node_hash(computed, step)
        position, last = position // 2, last // 2
    return last == 0 and computed == root


def proves_consistency(old: tuple[int, Hash], new: tuple[int, Hash], proof: Sequence[Hash]) -> bool:
    """Say whether `proof` shows that tree `new` (size, root) continues tree `old` (RFC 9162 §2.1.4.2).

    A tree of size 0 has no proof and is refused: an empty old checkpoint would be consistent with any log.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    position, last = old_size - 1, new_size - 1
    while position % 2:
        position, last = position // 2, last // 2
    computed_old = computed_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position % 2 or position == last:
            computed_old, computed_new = node_hash(step, computed_old), node_hash(step, computed_new)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            computed_new = node_hash(computed_new, step)
        position, last = position // 2, last // 2
    return last == 0 and computed_old == old_root and computed_new == new_root


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
