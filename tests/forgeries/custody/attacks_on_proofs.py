"""Attacks on the ledger's excerpt and on time-stamps."""

from __future__ import annotations

from collections.abc import Callable

from tests.forgeries.custody.forge import Forgery, key_text, opened, other_note
from tests.forgeries.custody.scene import ROGUE, Attack, Scene

# ---- the ledger's excerpt ----------------------------------------------------------------------------------------


def ledger(change: Callable[[dict], None]) -> Attack:
    def attack(forgery: Forgery, _: Scene) -> None:
        found = forgery.json("seal/ledger.json")
        change(found)
        forgery.put("seal/ledger.json", found)
        forgery.lists()

    return attack


def proof_byte(found: dict) -> None:
    step = found["entries"][2]["path"][0]
    found["entries"][2]["path"][0] = ("1" if step[0] == "0" else "0") + step[1:]


def proof_shortened(found: dict) -> None:
    found["entries"][0]["path"].pop()


def entry_reworded(found: dict) -> None:
    found["entries"][1]["text"] = found["entries"][1]["text"].replace("actor_", "actor_0", 1)


def row_reworded(found: dict) -> None:
    row = next(r for r in found["rows"] if r["name"] == "write.put_custody_event")
    row["p"]["by_name"] = "Somebody Else"


def salt_changed(found: dict) -> None:
    found["rows"][0]["salts"][1] = "0" * 64


def row_of_another_statement(found: dict) -> None:
    row = next(r for r in found["rows"] if r["name"] == "write.put_custody_event")
    row["name"] = "write.put_package"


def entry_moved(found: dict) -> None:
    found["entries"][1]["seq"] = found["entries"][0]["seq"]


def checkpoint_byte(found: dict) -> None:
    note = found["checkpoint"]
    place = note.index("\n", note.index("\n") + 1) + 3
    found["checkpoint"] = note[:place] + ("A" if note[place] != "A" else "B") + note[place + 1 :]


def smaller_checkpoint(found: dict) -> None:
    lines = found["checkpoint"].split("\n")
    lines[1] = "3"
    found["checkpoint"] = "\n".join(lines)


def resigned_shorter(found: dict) -> None:
    """Another key signs a shorter log: without the agency's key given, the ledger's own record of its key tells."""
    found["checkpoint"] = other_note(found["checkpoint"], ROGUE, size=3)


def approval_taken_out(found: dict) -> None:
    found["rows"] = [r for r in found["rows"] if r["name"] != "write.amend_proposal"]


def forked_log_with_its_own_key(forgery: Forgery, _: Scene) -> None:
    found = forgery.json("seal/ledger.json")
    found["checkpoint"] = other_note(found["checkpoint"], ROGUE)
    found["key"] = key_text(found["checkpoint"].split("\n")[0], ROGUE.public_key().public_bytes_raw())
    forgery.put("seal/ledger.json", found)
    forgery.lists()


def ledger_of_another_package(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/ledger.json"] = opened(scene.second).files["seal/ledger.json"]
    forgery.lists()


# ---- time-stamps -------------------------------------------------------------------------------------------------


def root(forgery: Forgery) -> bytes:
    return bytes.fromhex(forgery.json("package.json")["root"])


def stamp_of_another_package(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"] = opened(scene.second).files["seal/stamps/root-1.tsr"]
    forgery.lists()


def stamp_byte(forgery: Forgery, _: Scene) -> None:
    forgery.flip("seal/stamps/root-1.tsr")
    forgery.lists()


def stamps_exchanged(forgery: Forgery, _: Scene) -> None:
    one, two = "seal/stamps/root-1.tsr", "seal/stamps/checkpoint-1.tsr"
    forgery.files[one], forgery.files[two] = forgery.files[two], forgery.files[one]
    forgery.lists()


def rogue_authority(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"], _ = scene.rogue_answer(root(forgery))
    forgery.lists()


def rogue_authority_with_its_own_root(forgery: Forgery, scene: Scene) -> None:
    answer, bundle = scene.rogue_answer(root(forgery))
    forgery.files["seal/stamps/root-1.tsr"], forgery.files["seal/stamps/chain.pem"] = answer, bundle
    forgery.lists()


def rogue_root_added(forgery: Forgery, scene: Scene) -> None:
    answer, bundle = scene.rogue_answer(root(forgery))
    forgery.files["seal/stamps/root-1.tsr"] = answer
    forgery.files["seal/stamps/chain.pem"] += bundle
    forgery.lists()


def expired_authority(forgery: Forgery, scene: Scene) -> None:
    answer, bundle = scene.expired_answer(root(forgery))
    forgery.files["seal/stamps/root-1.tsr"] = answer
    forgery.files["seal/stamps/chain.pem"] += bundle
    forgery.lists()


def rejected_answer(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"] = scene.rejected_answer(root(forgery))
    forgery.lists()


def no_answer_at_all(forgery: Forgery, _: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"] = b"0\x03\x02\x01\x02"
    forgery.lists()
