"""The verifier's own parts: published vectors, agreement with the ledger's code, one file that stands alone."""

from __future__ import annotations

import ast
import hashlib
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver.custody import canonical
from ironriver.custody.bag import Filed, root_of
from ironriver.custody.verifier import source
from ironriver.custody.verifier.arithmetic import L, included, jcs, key_of, merkle_root, signed_by
from ironriver.custody.verifier.stamps import elements, oid
from ironriver.ledger import merkle as log_trees

#: RFC 8032 §7.1: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_published_signatures_hold(public: str, message: str, signature: str) -> None:
    raw = bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message)
    assert signed_by(*raw)
    for place in (0, 31, 32, 63):
        changed = bytearray(raw[1])
        changed[place] ^= 1
        assert not signed_by(raw[0], bytes(changed), raw[2])
    assert not signed_by(raw[0], raw[1], raw[2] + b"x")


def test_it_agrees_with_cryptography_on_random_keys() -> None:
    for seed in range(4):
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        message = bytes(range(seed * 50))
        public = private.public_key().public_bytes_raw()
        assert signed_by(public, private.sign(message), message)
        assert key_of(canonical.multikey(public))[2:] == public


def test_a_signature_with_s_beyond_the_order_is_refused() -> None:
    """The same signature written a second way (malleability, RFC 8032 §5.1.7)."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signature = private.sign(b"m")
    twin = signature[:32] + (int.from_bytes(signature[32:], "little") + L).to_bytes(32, "little")
    assert not signed_by(private.public_key().public_bytes_raw(), twin, b"m")


@pytest.mark.parametrize("wrong", [b"", bytes(31), b"\xff" * 32, bytes(64)])
def test_what_is_no_key_or_signature_is_refused(wrong: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert not signed_by(wrong, private.sign(b"m"), b"m")
    assert not signed_by(private.public_key().public_bytes_raw(), wrong, b"m")


def test_trees_agree_with_the_ledgers() -> None:
    rng = random.Random(9162)
    for size in (0, 1, 2, 3, 5, 8, 13, 64, 100):
        leaves = [rng.randbytes(32) for _ in range(size)]
        root = log_trees.root_of(leaves)
        assert merkle_root(leaves) == root
        for index in range(0, size, max(1, size // 5)):
            path = log_trees.prove_inclusion(leaves, index)
            assert included(leaves[index], index, size, path, root)
            assert not included(leaves[index], index + 1, size, path, root)
            assert not included(leaves[index], index, size, path[:-1] if path else [root], root)


def test_the_order_of_files_does_not_change_the_root() -> None:
    files = [
        Filed(path=f"data/{n}", size=n, sha256=hashlib.sha256(bytes([n])).hexdigest(), type="x/y") for n in range(9)
    ]
    assert root_of(files) == root_of(files[::-1])
    assert root_of(files) != root_of(files[:-1])


def test_its_json_is_canonical_for_what_packages_hold() -> None:
    for value in ({"b": [1, {"z": "é", "a": None}], "a": True}, {"t": 'q"\\\n\u2028€'}, [], {"n": 2**53 - 1}):
        assert jcs(value) == canonical.jcs(value)


def test_der_is_read_element_by_element() -> None:
    assert elements(b"\x02\x01\x05\x04\x00") == [(2, b"\x05", b"\x02\x01\x05"), (4, b"", b"\x04\x00")]
    assert elements(b"\x04\x81\x80" + bytes(128))[0][1] == bytes(128)
    with pytest.raises(ValueError, match="cut short"):
        elements(b"\x04\x05ab")
    assert oid(bytes.fromhex("2a864886f70d010904")) == "1.2.840.113549.1.9.4"
    assert oid(bytes.fromhex("608648016503040201")) == "2.16.840.1.101.3.4.2.1"


def test_it_is_one_file_that_imports_nothing_of_ours(tmp_path: Path) -> None:
    tree = ast.parse(source())
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {str(n.module).split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert names - {"cryptography"} <= sys.stdlib_module_names
    assert b"ironriver.custody" not in source()
    assert not names & {"socket", "urllib", "http", "ssl"}
    path = tmp_path / "verify.py"
    path.write_bytes(source())
    said = subprocess.run(
        [sys.executable, "-I", "-S", str(path), "--help"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 2
    assert said.stdout.startswith("Verify an Ironriver court package")


def test_the_same_version_gives_the_same_file() -> None:
    assert source() == source()
    assert source().count(b"\nif __name__ == ") == 1
