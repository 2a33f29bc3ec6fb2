"""Named attacks on a court package, each refused at the right step by the verifier on bare Python.

A forger without keys can repair whatever is only hashed (`repair`), so most attacks come twice: clumsy, found
by the manifests, and repaired, found by a signature, a proof or the ledger.
"""

from __future__ import annotations

import json
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ironriver import clock, custody
from ironriver.custody.verifier import source
from tests.forgeries.custody.attacks import ATTACKS
from tests.forgeries.custody.attacks_on_proofs import forked_log_with_its_own_key
from tests.forgeries.custody.forge import judged, opened
from tests.forgeries.custody.scene import Attack, Scene
from tests.unit.custody.packed import Packed, new, pack, packed
from tests.unit.custody.room import Room, opened_room
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Room]:
    with opened_room(tmp_path_factory.mktemp("forged"), engine) as one:
        yield one


@pytest.fixture(scope="module")
def scene(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("scene")
    (folder / "verify.py").write_bytes(source())
    with packed(room, folder / "tsa") as made:
        other = pack(room, made.exhibits[1])
        second = Packed(room, made.authority, made.folder, other, made.exhibits).bytes()
        key = (room.ledger.settings.checkpoints_dir / "ledger.vkey").read_text().strip()
        yield Scene(made, made.bytes(), second, folder, folder / "verify.py", key)


@pytest.mark.parametrize(
    ("step", "attack"),
    [pytest.param(step, attack, id=f"{step}-{name}") for step, found in ATTACKS.items() for name, attack in found],
)
def test_attack(step: str, attack: Attack, scene: Scene) -> None:
    forgery = opened(scene.good)
    attack(forgery, scene)
    report = judged(scene.verifier, forgery.write(scene.folder / "forged.zip"))
    last = report["steps"][-1]
    assert report["code"] == 1
    assert last["name"] == step, last
    assert set(last["failed"]) == {"en", "es"}


def test_the_same_package_unforged_passes(scene: Scene) -> None:
    for content in (scene.good, scene.second):
        forgery = opened(content)
        assert judged(scene.verifier, forgery.write(scene.folder / "same.zip"))["code"] == 0
        forgery.repair()  # repairing what is whole changes nothing that matters
        assert judged(scene.verifier, forgery.write(scene.folder / "same.zip"))["code"] == 0


def test_there_are_enough_attacks() -> None:
    assert sum(map(len, ATTACKS.values())) >= 30


def test_a_forked_log_is_found_at_once_with_the_agencys_key(scene: Scene) -> None:
    forgery = opened(scene.good)
    forked_log_with_its_own_key(forgery, scene)
    report = judged(scene.verifier, forgery.write(scene.folder / "forked.zip"), "--log-key", scene.key)
    assert report["steps"][-1]["name"] == "checkpoint"


def test_another_root_given_from_outside_refuses_the_stamps(scene: Scene) -> None:
    _, bundle = scene.rogue_answer(b"\0" * 32)
    (scene.folder / "outside.pem").write_bytes(bundle)
    path = opened(scene.good).write(scene.folder / "outside.zip")
    report = judged(scene.verifier, path, "--tsa-root", str(scene.folder / "outside.pem"))
    assert report["steps"][-1]["name"] == "stamps"


def test_bytes_between_the_entries_and_overlapping_ones_are_refused(scene: Scene) -> None:
    path = scene.folder / "gap.zip"
    path.write_bytes(b"hidden before the first entry" + scene.good)
    assert judged(scene.verifier, path)["steps"][-1]["name"] == "container"
    content = bytearray(scene.good)
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    content[second + 42 : second + 46] = struct.pack("<I", 0)  # the second entry points at the first one's bytes
    path.write_bytes(bytes(content))
    assert judged(scene.verifier, path)["steps"][-1]["name"] == "container"


def test_a_key_revoked_before_it_signed_is_refused(scene: Scene) -> None:
    """The agency itself signed with a key that it had revoked: every proof holds, the date does not."""
    room, ledger = scene.made.room, scene.made.room.ledger
    actor = room.actor("marchetti")
    exhibit = room.gun("marchetti")
    signer = custody.signer_for(actor, ledger=ledger)
    with clock.moved_by(timedelta(days=-1)):
        custody.revoke_key(actor, signer.key.id, "Laptop was stolen", ledger=ledger)
    package = pack(room, exhibit)
    content = Packed(room, scene.made.authority, scene.made.folder, package, ()).bytes()
    path = scene.folder / "revoked.zip"
    path.write_bytes(content)
    last = judged(scene.verifier, path)["steps"][-1]
    assert (last["name"], "revoked" in last["failed"]["en"]) == ("credentials", True)


def test_a_key_revoked_after_it_signed_still_holds(scene: Scene) -> None:
    room, ledger = scene.made.room, scene.made.room.ledger
    actor = room.actor("reyes")
    signer = custody.signer_for(actor, ledger=ledger)
    exhibit = room.gun()
    custody.revoke_key(actor, signer.key.id, "Left the agency", ledger=ledger)
    quill = room.actor("quill")
    custody.revoke_key(quill, custody.signer_for(quill, ledger=ledger).key.id, "Rotated", ledger=ledger)
    made = custody.propose_package(room.actor("abara"), room.case_id, new(exhibit), ledger=ledger)
    custody.approve_package(room.actor("whitfield"), made.id, reason="Checked on the shelf", ledger=ledger)
    custody.seal_waiting(ledger)
    found = custody.find_package(room.actor("abara"), made.id, ledger=ledger)
    path = scene.folder / "rotated.zip"
    path.write_bytes(Packed(room, scene.made.authority, scene.made.folder, found, ()).bytes())
    assert judged(scene.verifier, path)["code"] == 0


def test_a_folder_with_a_link_is_refused(scene: Scene, tmp_path: Path) -> None:
    with zipfile.ZipFile(scene.folder / "same.zip") as bag:
        bag.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    (top / "data" / "link").symlink_to("/etc/passwd")
    assert judged(scene.verifier, top)["steps"][-1]["name"] == "container"


def test_only_the_modification_time_may_change(scene: Scene, tmp_path: Path) -> None:
    with zipfile.ZipFile(scene.folder / "same.zip") as bag:
        bag.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    subprocess.run(["touch", "-d", "1999-01-01", str(top / "README.txt")], check=True)
    assert judged(scene.verifier, top)["code"] == 0
    assert json.loads((top / "package.json").read_text())["v"] == 1
