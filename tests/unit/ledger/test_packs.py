"""Packs: sealed, committed, opened; salts overwritten; nothing tells what was there."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid, Tampered
from ironriver.ledger import merkle
from ironriver.ledger.acts import Row
from ironriver.ledger.packs import SALT_MAGIC, Group, read_pack, seal
from ironriver.ledger.salts import Salts
from ironriver.sealing import SALT_BYTES, Sealer, canonical

MASTER = bytes(range(32))
values = st.one_of(
    st.text(max_size=20),
    st.integers(-(2**53), 2**53),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.text(max_size=5), max_size=3),
)
parts = st.dictionaries(st.text(min_size=1, max_size=8), values, max_size=5)
row_lists = st.lists(st.builds(Row, parts, parts), max_size=6)


def group(rows: list[Row], name: str = "write.put_firearm") -> Group:
    return Group(name=name, sha256="ab" * 32, rows=rows)


def sealed(*groups: Group):
    return seal(groups, act_id="act", context={"purpose": "why"}, box=Sealer(MASTER).seal)


@given(row_lists, row_lists)
def test_what_is_sealed_is_opened(first: list[Row], second: list[Row]):
    done = sealed(group(first), group(second, "write.put_person"))
    pack = read_pack(done.pack)
    assert pack.act_id == "act"
    assert [s["n"] for s in pack.statements] == [len(first), len(second)]
    assert tuple(pack.roots()) == done.roots
    for number, rows in enumerate((first, second)):
        opened = pack.rows(number, done.salts, MASTER)
        assert opened == [({"s": json.loads(canonical(r.s)), "p": json.loads(canonical(r.p))}, False) for r in rows]


def test_the_commitment_by_hand():
    """As an outsider would check one row: SHA-256 of tag, salt and bytes; HKDF by the RFC 5869 steps."""
    done = sealed(group([Row({"id": "gun_1"}, {"serial": "A1"})]))
    pack = read_pack(done.pack)
    salt = done.salts[len(SALT_MAGIC) + SALT_BYTES : len(SALT_MAGIC) + 2 * SALT_BYTES]
    data = b'{"serial":"A1"}'
    assert pack.commitments[1] == hashlib.sha256(b"ironriver/row/1/p\x00" + salt + data).digest()
    leaves = [merkle.leaf_hash(c) for c in pack.commitments[:2]]
    assert done.roots == (merkle.root_of(leaves).hex(),)
    extracted = hmac.new(salt, MASTER, hashlib.sha256).digest()
    key = hmac.new(extracted, b"ironriver/row-key/1\x01", hashlib.sha256).digest()
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(hashes.SHA256(), 32, salt, b"ironriver/row-key/1").derive(MASTER)
    assert derived == key
    assert AESGCM(key).decrypt(bytes(12), pack.boxes[1], pack.commitments[1]) == data


def test_equal_rows_look_different():
    """Nobody can tell from a pack that two rows are the same, or guess a row and confirm it."""
    row = Row({"id": "gun_1"}, {"serial": "A1"})
    pack = read_pack(sealed(group([row, row])).pack)
    assert len(set(pack.commitments)) == len(pack.commitments)
    assert len(set(pack.boxes)) == len(pack.boxes)
    assert hashlib.sha256(b"ironriver/row/1/p\x00" + canonical(row.p)).digest() not in pack.commitments


def test_nothing_readable_in_a_pack():
    done = sealed(group([Row({"id": "gun_secret"}, {"name": "Bob Example"})]))
    assert b"Bob" not in done.pack
    assert b"gun_secret" not in done.pack
    assert b"why" not in done.pack


def test_another_master_key_opens_nothing():
    done = sealed(group([Row({"id": "gun_1"}, {})]))
    with pytest.raises(Tampered):
        read_pack(done.pack).rows(0, done.salts, bytes(32))


def test_a_shredded_payload(tmp_path):
    done = sealed(group([Row({"id": "a"}, {"name": "Bob"}), Row({"id": "b"}, {"name": "Eve"})]))
    salts = Salts(tmp_path)
    salts.write("cd" * 32, done.salts)
    salts.overwrite("cd" * 32, [1])
    salts.overwrite("cd" * 32, [1])
    pack = read_pack(done.pack)
    content = salts.read("cd" * 32, len(pack.boxes))
    assert pack.rows(0, content, MASTER) == [
        ({"s": {"id": "a"}, "p": {}}, True),
        ({"s": {"id": "b"}, "p": {"name": "Eve"}}, False),
    ]
    assert tuple(pack.roots()) == done.roots


def test_a_shredded_structure_is_refused():
    done = sealed(group([Row({"id": "a"}, {"name": "Bob"})]))
    salts = bytearray(done.salts)
    salts[len(SALT_MAGIC) : len(SALT_MAGIC) + SALT_BYTES] = bytes(SALT_BYTES)
    with pytest.raises(Tampered, match="structure"):
        read_pack(done.pack).rows(0, bytes(salts), MASTER)


def test_every_cut_of_a_pack_is_refused():
    content = sealed(group([Row({"id": "a"}, {"name": "Bob"})])).pack
    for length in range(len(content)):
        with pytest.raises(Tampered):
            read_pack(content[:length])
    with pytest.raises(Tampered):
        read_pack(content + b"x")


def test_salt_files(tmp_path):
    salts = Salts(tmp_path)
    with pytest.raises(Tampered, match="missing"):
        salts.read("cd" * 32, 1)
    with pytest.raises(Tampered, match="missing"):
        salts.overwrite("cd" * 32, [0])
    salts.write("cd" * 32, b"something else")
    with pytest.raises(Tampered, match="not a salt file"):
        salts.read("cd" * 32, 1)
    salts.discard("cd" * 32)
    salts.discard("cd" * 32)


@pytest.mark.parametrize("value", [object(), float("inf"), float("nan"), {1, 2}, b"bytes"])
def test_what_has_no_canonical_form(value: object):
    with pytest.raises(Invalid):
        canonical({"a": value})


@given(parts)
def test_canonical_bytes_depend_on_nothing_else(part: dict):
    shuffled = dict(sorted(part.items(), reverse=True))
    assert canonical(part) == canonical(shuffled)
    assert canonical(json.loads(canonical(part))) == canonical(part)
