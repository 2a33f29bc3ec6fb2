"""Court packages: what is refused, two persons, the same bytes again, foreign tools that agree, bare Python."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import bagit
import pytest

from ironriver import custody
from ironriver.custody.credentials import CONTEXT
from ironriver.custody.verifier import source
from ironriver.errors import Conflict, Invalid, IronriverError, NotAllowed, NotFound, Tampered
from ironriver.graph import Catalogue
from ironriver.ledger import Act, Change, Row, canonical_hash, replay_from_segments
from ironriver.model.actor import system_actor
from tests.foreign.judges import verify_credentials
from tests.unit.custody.packed import Packed, new, pack, packed, stamping
from tests.unit.custody.room import BYTES, FILE, Room
from tests.world import empty

SYSTEM = system_actor("test")


@pytest.fixture(scope="module")
def made(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packed]:
    with packed(room, tmp_path_factory.mktemp("tsa")) as one:
        yield one


@pytest.fixture(scope="module")
def unpacked(made: Packed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(io.BytesIO(made.bytes())) as bag:
        bag.extractall(folder)
    return folder / made.package.number


def run(*words: str, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    """Bare Python: no site packages, no environment but the path to openssl."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *words],
        capture_output=True,
        text=True,
        env={"PATH": path},
        timeout=120,
        check=False,
    )


def test_bare_python_finds_everything_in_order_in_the_folder(unpacked: Path) -> None:
    said = run(str(unpacked / "verify.py"))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Everything holds." in said.stdout
    assert said.stdout.count(": ok") == 9


def test_bare_python_finds_everything_in_order_in_the_zip(made: Packed, unpacked: Path, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(made.bytes())
    said = run(str(unpacked / "verify.py"), str(path), "--json")
    report = json.loads(said.stdout)
    assert report["code"] == said.returncode == 0
    assert [one["step"] for one in report["steps"]] == list(range(1, 10))


def test_it_speaks_spanish_and_refuses_what_is_not_there(unpacked: Path) -> None:
    assert "Todo es íntegro." in run(str(unpacked / "verify.py"), "--lang", "es").stdout
    assert run(str(unpacked / "verify.py"), str(unpacked / "absent")).returncode == 2
    assert run(str(unpacked / "verify.py"), "--what").returncode == 2


def test_without_openssl_and_cryptography_it_says_that_stamps_were_not_checked(unpacked: Path) -> None:
    said = run(str(unpacked / "verify.py"), path="/nowhere")
    assert said.returncode == 3
    assert "neither openssl nor" in said.stdout


def test_with_cryptography_alone_the_stamps_are_checked(unpacked: Path) -> None:
    words = [sys.executable, str(unpacked / "verify.py"), str(unpacked)]
    said = subprocess.run(words, capture_output=True, text=True, env={"PATH": "/nowhere"}, timeout=60, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_with_what_the_agency_publishes_it_is_stronger(made: Packed, unpacked: Path) -> None:
    key = (made.room.ledger.settings.checkpoints_dir / "ledger.vkey").read_text().strip()
    roots = made.folder / "bundle.pem"
    said = run(str(unpacked / "verify.py"), "--log-key", key, "--tsa-root", str(roots))
    assert said.returncode == 0, said.stdout
    assert "key given" in said.stdout


def test_bagit_agrees(unpacked: Path) -> None:
    bag = bagit.Bag(str(unpacked))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.info["External-Identifier"] == unpacked.name


def test_qpdf_agrees_and_the_paper_speaks_of_the_chain(unpacked: Path) -> None:
    pdfs = sorted((unpacked / "data" / "report").glob("*.pdf"))
    assert len(pdfs) == 2
    for pdf in pdfs:
        done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    html = sorted((unpacked / "data" / "report").glob("*.html"))[0].read_text("utf-8")
    for text in ("REFUSED", "TKF11987", "S-40118", "J. Marchetti", "in no way suggests"):
        assert text in html


def test_openssl_alone_confirms_the_stamp(made: Packed, unpacked: Path) -> None:
    chain = unpacked / "seal" / "stamps" / "chain.pem"
    words = ["openssl", "ts", "-verify", "-in", str(unpacked / "seal" / "stamps" / "root-1.tsr")]
    words += ["-digest", made.package.root, "-CAfile", str(chain)]
    assert "Verification: OK" in subprocess.run(words, capture_output=True, text=True, check=False).stdout


def test_javascript_verifies_the_credentials_with_the_documents_of_the_package(unpacked: Path) -> None:
    did = json.loads((unpacked / "data" / "did" / "us-tpd.json").read_text())
    context = json.loads((unpacked / "data" / "contexts" / "custody-v1.json").read_text())
    texts = [json.loads(path.read_text()) for path in sorted((unpacked / "data" / "credentials").rglob("*.json"))]
    judged = verify_credentials(texts, {did["id"]: did, CONTEXT: context})
    assert len(texts) == 8
    assert all(one["verified"] for one in judged)


def test_the_same_stored_parts_give_the_same_bytes(made: Packed) -> None:
    from ironriver.custody import sealing

    raw = sealing._raw(made.room.ledger, made.package.id)
    made.room.ledger.vault.discard(made.package.zip_sha256)
    again = sealing._written(made.room.ledger, raw, raw["seal_sha256"], tuple(raw["stamps"]))
    assert again == {"zip_sha256": made.package.zip_sha256, "zip_size": made.package.zip_size}


def test_the_payload_is_what_was_received(unpacked: Path) -> None:
    (file,) = [p for p in (unpacked / "data" / "exhibits").rglob("*") if p.is_file()]
    assert file.read_bytes() == BYTES
    assert (unpacked / "verify.py").read_bytes() == source()


def test_the_certificate_is_a_draft_without_signature(unpacked: Path) -> None:
    text = (unpacked / "data" / "certificate-draft-902.txt").read_text("utf-8")
    assert text.startswith("DRAFT. NOT SIGNED.")
    assert "902(13)" in text
    assert "Signature: ____" in text


def test_proposing_is_one_act_and_so_is_refusing(made: Packed) -> None:
    """Between two of them a crash would leave a package that nobody can approve, refuse or withdraw."""
    room, before = made.room, made.room.ledger.head().size
    mine = custody.propose_package(room.actor("abara"), room.case_id, new(*made.exhibits), ledger=room.ledger)
    assert mine.proposal
    assert room.ledger.head().size == before + 1
    custody.refuse_package(room.actor("quill"), mine.id, reason="Wrong court named", ledger=room.ledger)
    assert room.ledger.head().size == before + 2


def test_nobody_approves_his_own_package(made: Packed) -> None:
    room = made.room
    mine = custody.propose_package(room.actor("abara"), room.case_id, new(*made.exhibits), ledger=room.ledger)
    with pytest.raises(NotAllowed):
        custody.approve_package(room.actor("abara"), mine.id, reason="I am sure of it", ledger=room.ledger)
    with pytest.raises(NotAllowed):  # no right to approve
        custody.approve_package(room.actor("marchetti"), mine.id, reason="I am sure of it", ledger=room.ledger)
    with pytest.raises(Conflict):
        custody.open_package(room.actor("abara"), mine.id, ledger=room.ledger)
    refused = custody.refuse_package(room.actor("quill"), mine.id, reason="Wrong court named", ledger=room.ledger)
    assert refused.state == "refused"
    with pytest.raises(Conflict):
        custody.approve_package(
            room.actor("whitfield"), mine.id, reason="After all it is right", ledger=room.ledger
        )


def test_what_is_missing_is_named(made: Packed) -> None:
    room = made.room
    bad = replace(new(*made.exhibits), matter="", court=" ", reason="short", exhibits=("exhibit_absent",))
    with pytest.raises(Invalid) as refusal:
        custody.preview(room.actor("abara"), room.case_id, bad, ledger=room.ledger)
    assert set(refusal.value.fields) == {"matter", "court", "reason", "exhibits"}
    with pytest.raises(NotAllowed):
        custody.preview(room.actor("marchetti"), room.case_id, new(*made.exhibits), ledger=room.ledger)


def test_trace_data_stays_out_of_civil_matters(made: Packed) -> None:
    room = made.room
    traced = room.file(said=replace(FILE, trace_derived=True), content=b"what a trace said")
    with pytest.raises(NotAllowed) as refusal:
        custody.preview(room.actor("abara"), room.case_id, new(traced, matter="civil"), ledger=room.ledger)
    assert "Tiahrt" in refusal.value.say.en
    assert "Tiahrt" in refusal.value.say.es
    shown = custody.preview(room.actor("abara"), room.case_id, new(traced), ledger=room.ledger)
    assert shown.handling == "tiahrt"
    plain = custody.preview(
        room.actor("abara"), room.case_id, new(made.exhibits[0], matter="civil"), ledger=room.ledger
    )
    assert plain.transfers == 1


def test_changed_bytes_are_not_packed(made: Packed) -> None:
    room = made.room
    exhibit = room.file(content=b"changed before it is packed")
    room.ledger.vault.path(exhibit.sha256).write_bytes(b"changed behind our back....")
    with pytest.raises(Tampered):
        custody.propose_package(room.actor("abara"), room.case_id, new(exhibit), ledger=room.ledger)


def test_a_package_is_hidden_from_other_agencies(made: Packed) -> None:
    for id_ in (made.package.id, "package_" + "0" * 32):
        with pytest.raises(NotFound):
            custody.find_package(made.room.actor("noriega"), id_, ledger=made.room.ledger)


def test_unstamped_until_an_authority_answers(
    made: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Asked for one by one: what will never be sealed or stamped stays before the rest, and holds none of it up.
    monkeypatch.setattr("ironriver.custody.sealing._AT_ONCE", 1)
    room = made.room
    before = room.ledger.settings
    room.ledger.settings = replace(before, tsa_urls="http://127.0.0.1:9/")
    late = pack(room, made.exhibits[0], language="es")
    assert (late.state, bool(late.stamp_trouble)) == ("sealed", True)
    path = tmp_path / "late.zip"
    path.write_bytes(Packed(room, made.authority, made.folder, late, made.exhibits).bytes())
    (tmp_path / "verify.py").write_bytes(source())
    said = run(str(tmp_path / "verify.py"), str(path))
    assert said.returncode == 3
    assert "UNSTAMPED" in said.stdout
    twin = copied(room, late.id, state="sealed", prepared="2001-01-01T00:00:00.000000Z")
    copied(room, late.id, state="approved", prepared="2000-01-01T00:00:00.000000Z", contents_sha256="0" * 64)
    foreign = copied(room, late.id, state="sealed", prepared="2001-01-01T00:00:00.000000Z", tsa_roots=[])
    with counting() as (url, asked):
        room.ledger.settings = replace(before, tsa_urls=url)
        with pytest.raises(IronriverError, match="holds no such file"):
            custody.seal_waiting(room.ledger)
    assert asked == ["POST"]  # of two that wait, one asks a silent authority in a turn
    room.ledger.settings = before
    with pytest.raises(IronriverError, match="holds no such file"):
        custody.seal_waiting(room.ledger)  # the broken one comes first, and holds up no other
    # Proposed under no authority: its verifier would believe no stamp, so it gets none.
    kept = custody.find_package(room.actor("abara"), foreign, ledger=room.ledger)
    assert (kept.state, kept.stamps, "proposed before" in kept.stamp_trouble) == ("sealed", (), True)
    for id_ in (twin, foreign, "package_" + "b" * 32):
        row = Row(s={"id": id_}, p={"state": "refused"})
        room.ledger.act(SYSTEM, Act(name="test.set", changes=[Change(statement="write.amend_package", rows=[row])]))
    stamped = custody.find_package(room.actor("abara"), late.id, ledger=room.ledger)
    assert (stamped.state, stamped.stamp_trouble) == ("stamped", "")
    path.write_bytes(Packed(room, made.authority, made.folder, stamped, made.exhibits).bytes())
    assert run(str(tmp_path / "verify.py"), str(path)).returncode == 0
    assert custody.seal_waiting(room.ledger) == 0


@contextmanager
def counting() -> Iterator[tuple[str, list[str]]]:
    """An authority that is always busy, and what it was asked."""
    asked: list[str] = []

    class Busy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.command)
            self.send_error(503)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


def copied(room: Room, package_id: str, **changes: str | list[str]) -> str:
    """Put a second package like this one, with changes; return its id."""
    (found,) = room.ledger.look("custody.package_to_seal", {"id": package_id})
    marked = {name: found["p"][name] for name in ("holding", "tlp", "handling")}
    kept = {name: value for name, value in found["p"].items() if name not in ("id", "_labels", *marked)}
    id_ = "package_" + ("b" if changes["state"] == "approved" else "c" if "tsa_roots" in changes else "a") * 32
    row = Row(s={"id": id_, **marked}, p=kept | changes)
    room.ledger.act(SYSTEM, Act(name="test.put", changes=[Change(statement="write.put_package", rows=[row])]))
    return id_


def test_an_authority_under_another_root_is_not_believed(made: Packed, tmp_path: Path) -> None:
    with stamping(made.room, tmp_path / "other") as (room, _):
        room.ledger.settings = replace(room.ledger.settings, tsa_roots=str(made.folder / "bundle.pem"))
        package = pack(room, made.exhibits[0])
        assert package.state == "sealed"
        assert "does not hold" in package.stamp_trouble


def test_replay_of_receiving_handing_over_and_packing_gives_the_same_graph(made: Packed) -> None:
    """The last of the module: every act of the tests above, once more, into the emptied engine."""
    ledger, catalogue = made.room.ledger, Catalogue.load()
    live = canonical_hash(ledger.database, catalogue)
    assert ledger.database.read("MATCH (p:Package) RETURN count(p) AS n", {})[0]["n"] > 0
    ledger.follower.follow_once()
    empty(ledger.database, catalogue)
    assert canonical_hash(ledger.database, catalogue) != live
    replay_from_segments(ledger, ledger.database)
    assert canonical_hash(ledger.database, catalogue) == live
