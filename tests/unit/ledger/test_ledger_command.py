"""`ironriver ledger …` as a person at the console sees it."""

from __future__ import annotations

import pytest

from ironriver import cli
from ironriver.ledger import canonical_hash, check_proof
from ironriver.ledger.checkpoints import log_name
from tests.unit.ledger.rows import act_often, forget_everything
from tests.world import World


@pytest.fixture
def command(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run `ironriver ledger <words>` over the world's deployment; return (exit code, output, errors)."""
    for name in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir", "neo4j_uri", "neo4j_password_file"):
        monkeypatch.setenv(f"IRONRIVER_{name.upper()}", str(getattr(world.settings, name)))
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run_command(["ledger", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_verify(world: World, command):
    act_often(world, 3)
    code, out, _ = command("verify")
    assert code == 0
    assert "4 entries hold" in out


def test_verify_names_the_first_bad_thing_and_exits_1(world: World, command):
    act_often(world, 3)
    with world.database.writing() as transaction:
        transaction.run("MATCH (e:Entry {seq: 2}) SET e.bytes = e.bytes + ' '", {})
    code, out, err = command("verify")
    assert code == 1
    assert "entry 2" in err
    assert out == ""


def test_verify_in_spanish(world: World, command, monkeypatch):
    act_often(world, 1)
    pack = world.ledger.entries(start=1)[0].pack
    world.vault.path(pack).write_bytes(b"x")
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    code, _, err = command("verify")
    assert code == 1
    assert "dañadas" in err
    assert pack in err


def test_verify_with_a_key_from_outside(world: World, command, tmp_path):
    command("checkpoint")
    key = tmp_path / "kept-elsewhere.pub"
    key.write_text(world.ledger.keys.public.hex() + "\n")
    assert command("verify", "--public-key", str(key))[0] == 0
    key.write_text("00" * 32 + "\n")
    code, _, err = command("verify", "--public-key", str(key))
    assert code == 1
    assert "not signed by" in err
    key.write_text("not a key")
    assert "public key" in command("verify", "--public-key", str(key))[2]


def test_checkpoint_and_prove(world: World, command):
    act_often(world, 3)
    code, note, _ = command("checkpoint")
    assert code == 0
    assert note.startswith("ironriver.local/ledger\n4\n")
    code, proof, leaf = command("prove", "2")
    assert code == 0
    found = check_proof(proof, leaf.strip().encode(), log_name(world.settings), world.ledger.keys.public)
    assert found.size == 4
    act_often(world, 1, first=9)
    code, _, err = command("prove", "4")
    assert code == 1
    assert "ironriver ledger checkpoint" in err


def test_hash_and_replay(world: World, command):
    act_often(world, 3)
    code, out, _ = command("hash", "--buckets")
    total = canonical_hash(world.database, world.catalogue).total
    assert code == 0
    assert out.startswith(total)
    assert "Firearm/" in out
    world.ledger.follower.follow_once()
    code, _, err = command(
        "replay", "--uri", world.settings.neo4j_uri, "--password-file", world.settings.neo4j_password_file
    )
    assert code == 0  # nothing to do: it goes on from where the graph stands
    forget_everything(world.database)
    code, out, err = command("replay")
    assert code == 0, err
    assert f"4 entries; hash {total}" in out
    forget_everything(world.database)
    with world.database.writing() as transaction:
        transaction.run("CREATE (:Person {id: 'person_stray'})", {})
    code, _, err = command("replay")
    assert code == 1
    assert "not empty" in err


def test_verify_graph_with_an_engine_beside(world: World, command):
    act_often(world, 2)
    code, out, err = command("verify", "--graph")
    assert code == 0, err
    assert "equals the ledger at 3 entries" in out
    assert not list(world.settings.data_dir.glob("beside-*"))
