"""Merkle trees against the RFC's recursion, published roots, and the seven lies a log server may tell."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.ledger import merkle

# RFC 6962 reference inputs (certificate-transparency test data): eight leaves and the root after each.
INPUTS = [
    bytes.fromhex(h)
    for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
leaf_lists = st.integers(min_value=1, max_value=70).map(
    lambda n: [merkle.leaf_hash(str(i).encode()) for i in range(n)]
)


def recursion(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + recursion(leaves[:k]) + recursion(leaves[k:])).digest()


def test_published_roots():
    leaves = [merkle.leaf_hash(data) for data in INPUTS]
    assert [merkle.root_of(leaves[: n + 1]).hex() for n in range(8)] == ROOTS


def test_empty_tree():
    assert merkle.root_of([]) == merkle.frontier_root([]) == recursion([])


@given(leaf_lists)
def test_root_is_the_recursion(leaves):
    assert merkle.root_of(leaves) == recursion(leaves)


@given(leaf_lists)
def test_frontier_grows_to_the_same_root(leaves):
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = merkle.grow(frontier, size, leaf)
        assert len(frontier) == (size + 1).bit_count()
    assert merkle.frontier_root(frontier) == recursion(leaves)


@given(leaf_lists, st.data())
def test_inclusion(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = merkle.prove_inclusion(leaves, index)
    root = merkle.root_of(leaves)
    assert merkle.proves_inclusion(leaves[index], index, len(leaves), proof, root)
    assert not merkle.proves_inclusion(merkle.leaf_hash(b"other"), index, len(leaves), proof, root)
    assert not merkle.proves_inclusion(leaves[index], index + 1, len(leaves), proof, root)
    assert not merkle.proves_inclusion(leaves[index], index, len(leaves), [*proof, root], root)
    if proof:
        assert not merkle.proves_inclusion(leaves[index], index, len(leaves), proof[:-1], root)
        assert not merkle.proves_inclusion(leaves[index], index, len(leaves), [bytes(32), *proof[1:]], root)


@given(leaf_lists, st.data())
def test_consistency(leaves, data):
    old = data.draw(st.integers(1, len(leaves)))
    proof = merkle.prove_consistency(leaves, old)
    before, after = (old, merkle.root_of(leaves[:old])), (len(leaves), merkle.root_of(leaves))
    assert merkle.proves_consistency(before, after, proof)
    assert not merkle.proves_consistency((old, bytes(32)), after, proof)
    assert not merkle.proves_consistency(before, (len(leaves), bytes(32)), proof)
    assert not merkle.proves_consistency(before, after, [*proof, bytes(32)])
    forked = [*leaves[: old - 1], merkle.leaf_hash(b"fork"), *leaves[old:]]
    fork_proof = merkle.prove_consistency(forked, old)
    assert not merkle.proves_consistency(before, (len(forked), merkle.root_of(forked)), fork_proof)


def test_every_size_up_to_a_hundred():
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(100)]
    for size in range(1, 101, 9):
        root = merkle.root_of(leaves[:size])
        for index in range(size):
            proof = merkle.prove_inclusion(leaves[:size], index)
            assert merkle.proves_inclusion(leaves[index], index, size, proof, root)
        for old in range(1, size + 1):
            proof = merkle.prove_consistency(leaves[:size], old)
            assert merkle.proves_consistency((old, merkle.root_of(leaves[:old])), (size, root), proof)


def test_an_empty_old_tree_proves_nothing():
    assert not merkle.proves_consistency((0, merkle.EMPTY_ROOT), (1, bytes(32)), [])
    assert not merkle.proves_consistency((2, bytes(32)), (1, bytes(32)), [])


def test_a_node_is_never_a_leaf():
    """Second preimage: the two children of a node, offered as one entry, do not hash to the node."""
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


def test_the_last_leaf_is_not_repeated():
    """Doubling the odd last leaf (CVE-2012-2459) gives another root."""
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(3)]
    assert merkle.root_of(leaves) != merkle.root_of([*leaves, leaves[-1]])


@pytest.mark.parametrize("index", [-1, 3])
def test_no_proof_outside_the_tree(index):
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(3)]
    with pytest.raises(IndexError):
        merkle.prove_inclusion(leaves, index)
    with pytest.raises(IndexError):
        merkle.prove_consistency(leaves, index + 1)
