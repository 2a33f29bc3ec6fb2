"""Bringing a file in: authority is asked for, the work goes on in the background, the result can be read."""

from __future__ import annotations

import errno
import io
import os
import re
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from ironriver import ingest
from ironriver.access import actor_for_command_line, find_account
from ironriver.jobs import Cancelled, Worker
from ironriver.worker import job_handlers
from seed.generate import generate
from tests.unit.ingest.files import write_csv
from tests.web.site import TINY, Browser, Site


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    generate(7, TINY, folder, say=lambda _: None)
    return folder


def upload(browser: Browser, content: bytes, name: str = "dealers.txt", **more: str):
    given = {
        "kind": "dealers",
        "authority": "Open record: published list",
        "brought_by": "J. Marchetti",
        "holding": "public",
        "tlp": "0",
    }
    return browser.post("/imports", {**given, **more, "file": (io.BytesIO(content), name)})


def work(site: Site) -> None:
    """Let a worker do what waits."""
    worker = Worker(site.platform.jobs, job_handlers(site.platform.ledger))
    try:
        while worker.run_one():
            pass
    finally:
        worker.close()


def test_a_dealer_list_goes_in_and_says_what_it_did(bare_site: Site, files: Path):
    browser = bare_site.browser("marchetti")
    sent = upload(browser, (files / "dealers_2026_09.txt").read_bytes(), "dealers_2026_09.txt")
    assert sent.status_code == 303
    page = browser.get(sent.headers["Location"]).get_data(as_text=True)
    assert "Waiting" in page
    assert 'hx-trigger="every 2s"' in page
    read = bare_site.platform.ledger.read_log.written()
    browser.get(sent.headers["Location"] + "/progress")
    assert bare_site.platform.ledger.read_log.written() == read  # to watch it does not hold it up
    work(bare_site)
    done = browser.get(sent.headers["Location"] + "/progress").get_data(as_text=True)
    assert "Done" in done
    assert "every 2s" not in done  # nothing more to ask for
    batch = re.search(r'href="(/imports/[^"]+)"', done)[1]
    result = browser.get(batch).get_data(as_text=True)
    assert "What it did" in result
    assert "jurisdictions present" in result
    assert "dealers_2026_09.txt" in browser.get("/imports").get_data(as_text=True)
    home = browser.get("/").get_data(as_text=True)
    assert f'<a href="{sent.headers["Location"]}">dealers_2026_09.txt</a> Done' in home


@pytest.mark.parametrize(("kind", "marking"), [("dealers", ("public", 0, "")), ("traces", ("us-tpd", 2, "tiahrt"))])
def test_who_chooses_nothing_gets_what_is_usual_for_the_kind(
    bare_site: Site, kind: str, marking: tuple[str, int, str]
) -> None:
    content = f"nothing of a {kind} file\n".encode()
    browser = bare_site.browser("marchetti")
    sent = upload(browser, content, f"{kind}.txt", kind=kind, holding="", tlp="", as_of="2026-09")
    assert sent.status_code == 303
    job = bare_site.platform.jobs.get(sent.headers["Location"].rpartition("/")[2])
    source = bare_site.platform.ledger.look("ingest.source", {"id": job.payload["source_id"]})[0]["node"]
    assert (source["holding"], source["tlp"], source["handling"]) == marking
    work(bare_site)


def test_a_published_list_above_clear_is_refused_at_its_field(bare_site: Site, files: Path):
    sent = upload(bare_site.browser("marchetti"), (files / "dealers_2026_09.txt").read_bytes(), tlp="2")
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert '<a href="#tlp">What belongs to all is TLP:CLEAR.' in page
    assert '<option value="2" selected>' in page


def test_home_offers_nothing_that_one_may_not_do(bare_site: Site):
    assert "First steps" in bare_site.browser("marchetti").get("/").get_data(as_text=True)
    admin = bare_site.browser("admin").get("/").get_data(as_text=True)
    assert "First steps" not in admin  # he searches nothing
    assert "My imports" not in admin
    ohlsson = bare_site.browser("ohlsson")
    who = find_account(bare_site.platform.ledger, login="ohlsson").id
    run = bare_site.platform.jobs.submit("detect", who, {})
    assert run.id not in ohlsson.get("/").get_data(as_text=True)  # a run of detectors is no import
    bare_site.platform.jobs.cancel(run.id)


def test_rejected_rows_come_as_csv_that_no_spreadsheet_runs(bare_site: Site, files: Path):
    lines = (files / "dealers_2026_10.txt").read_text("utf-8").splitlines(keepends=True)
    cells = lines[1].split("\t")
    cells[0] = "=1+1"
    browser = bare_site.browser("marchetti")
    sent = upload(browser, "".join([*lines, "\t".join(cells)]).encode(), "broken.txt", as_of="2026-10")
    assert sent.status_code == 303, sent.get_data(as_text=True).split('role="alert"')[1][:600]
    work(bare_site)
    done = browser.get(sent.headers["Location"] + "/progress").get_data(as_text=True)
    batch = re.search(r'href="(/imports/[^"]+)"', done)[1]
    answer = browser.get(batch + "/rejects.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ",=1+1" not in answer.get_data(as_text=True)
    assert "Turned away" in browser.get(batch).get_data(as_text=True)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"authority": ""}, "authority"), ({"brought_by": ""}, "brought_by")],
)
def test_authority_and_bringer_are_asked_for(bare_site: Site, more: dict[str, str], field: str):
    browser = bare_site.browser("marchetti")
    answer = upload(browser, b"x\ty\n1\t2\n", **more)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert f'href="#{field}"' in page
    assert "Open record" in page or "J. Marchetti" in page  # nothing typed is cleared


def test_no_file_and_an_empty_file_are_refused_with_words(bare_site: Site):
    browser = bare_site.browser("marchetti")
    nothing = browser.post(
        "/imports", {"kind": "dealers", "authority": "x", "brought_by": "y", "holding": "public"}
    )
    assert nothing.status_code == 422
    assert "Choose the file as you received it." in nothing.get_data(as_text=True)
    assert upload(browser, b"").status_code == 422


def test_a_file_of_another_kind_fails_with_a_sentence(bare_site: Site):
    browser = bare_site.browser("marchetti")
    sent = upload(browser, b"\x00\x01 this is no list", "noise_2026_11.txt")
    assert sent.status_code == 303
    work(bare_site)
    page = browser.get(sent.headers["Location"]).get_data(as_text=True)
    assert "Failed" in page
    assert "Traceback" not in page


def test_a_holding_of_others_cannot_be_given(bare_site: Site):
    answer = upload(bare_site.browser("marchetti"), b"a\tb\n", holding="mx-fge-son")
    assert answer.status_code in (403, 422)


def test_a_waiting_job_can_be_stopped_and_only_its_owner_sees_it(bare_site: Site, files: Path):
    mine, theirs = bare_site.browser("marchetti"), bare_site.browser("ohlsson")
    sent = upload(mine, (files / "dealers_2026_09.txt").read_bytes() + b"\n", "again_2026_09.txt")
    address = sent.headers["Location"]
    assert theirs.get(address).status_code == 404
    assert theirs.post(address + "/cancel").status_code == 404
    assert mine.post(address + "/cancel").status_code == 303
    assert "Stopped" in mine.get(address).get_data(as_text=True)


def test_a_list_whose_month_nobody_knows_asks_for_it(bare_site: Site):
    answer = upload(bare_site.browser("marchetti"), b"a\tb\n1\t2\n", "list.txt")
    assert answer.status_code == 422
    assert 'href="#as_of"' in answer.get_data(as_text=True)


def test_a_full_disk_refuses_the_file_with_words_and_keeps_nothing(bare_site: Site, monkeypatch, tmp_path: Path):
    browser, platform = bare_site.browser("marchetti"), bare_site.platform
    given = {"kind": "thefts", "holding": "us-tpd"}
    content = b"report_number,serial,maker\nR1,AB1234,Glock\n"
    before = platform.ledger.head(), len(platform.jobs.list())
    with monkeypatch.context() as full:

        def refuse(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device", "/srv/ironriver/data/spool/x")

        full.setattr(FileStorage, "save", refuse)
        answer = upload(browser, content, "thefts.csv", **given)
        assert answer.status_code == 503
        page = answer.get_data(as_text=True)
        assert "could not write to its disk" in page
        assert "/srv/" not in page
        full.undo()
        full.setattr(os, "fsync", refuse)  # one step later: the vault has no room
        assert upload(browser, content, "thefts.csv", **given).status_code == 503
    assert (platform.ledger.head(), len(platform.jobs.list())) == before
    assert list((platform.settings.data_dir / "spool").iterdir()) == []
    assert upload(browser, content, "thefts.csv", **given).status_code == 303


def test_names_of_files_cannot_leave_the_spool(bare_site: Site):
    browser = bare_site.browser("marchetti")
    upload(browser, b"a\tb\n1\t2\n", "../../../../etc/passwd")
    spool = bare_site.platform.settings.data_dir / "spool"
    assert list(spool.iterdir()) == []  # what passed through is gone, and nothing went elsewhere


def test_a_file_keeps_the_name_that_it_came_with(bare_site: Site):
    browser = bare_site.browser("marchetti")
    content = b"report_number,serial,maker\nR7,AB7234,Glock\n"
    given = {"kind": "thefts", "holding": "us-tpd"}
    upload(browser, content, "Zkqv/Robos del a\u00f1o 2025 \u202egpj.csv", **given)
    page = browser.get("/imports").get_data(as_text=True)
    assert "Robos del a\u00f1o 2025 gpj.csv" in page  # no folders, and nothing that turns the text around
    assert "Zkqv" not in page


class StopAtOnce:
    """Cancels after the first act, as a person would."""

    done = 0

    def progress(self, done: int, total: int, say: object = None) -> None:
        self.done = done

    def check_cancelled(self) -> None:
        if self.done:
            raise Cancelled


def interrupted(site: Site, path: Path, first: int) -> str:
    """Bring in half of a file of thefts in marchetti's name; return the address of its open batch."""
    rows = [
        {
            "report_number": f"R{number}",
            "theft_date": "02/20/2025",
            "kind": "burglary",
            "dealer_ffl": f"7-86-{number % 40:05d}",
            "serial": f"QX{number:06d}",
            "maker": "Glock",
            "type": "pistol",
        }
        for number in range(first, first + 1_500)
    ]
    actor, ledger = actor_for_command_line(site.platform.access, "marchetti"), site.platform.ledger
    given = {"kind": "thefts", "authority": "a", "brought_by": "b"}
    with pytest.raises(Cancelled):
        ingest.import_file(actor, write_csv(path, rows), ledger=ledger, report=StopAtOnce(), **given)
    (batch,) = [one for one in ingest.list_batches(actor, ledger=ledger) if one.is_open]
    return f"/imports/{batch.id}"


def test_an_interrupted_import_is_taken_up(bare_site: Site, tmp_path: Path):
    batch = interrupted(bare_site, tmp_path / "one.csv", 0)
    browser = bare_site.browser("marchetti")
    page = browser.get(batch).get_data(as_text=True)
    assert "Take it up" in page
    assert "Take it back" in page
    sent = browser.post(f"{batch}/resume")
    assert sent.status_code == 303
    assert "Work on this file" in browser.get(batch).get_data(as_text=True)
    assert browser.post(f"{batch}/undo").status_code == 409  # it waits in the queue
    work(bare_site)
    done = browser.get(batch).get_data(as_text=True)
    assert "of 1,500 rows" in done
    assert "Take it up" not in done
    for step in ("resume", "undo"):
        assert browser.post(f"{batch}/{step}").status_code == 409


def test_an_interrupted_import_is_taken_back(bare_site: Site, tmp_path: Path):
    batch = interrupted(bare_site, tmp_path / "two.csv", 5_000)
    assert bare_site.browser("noriega").post(f"{batch}/undo").status_code == 404
    browser = bare_site.browser("marchetti")
    sent = browser.post(f"{batch}/undo")
    assert sent.status_code == 303
    work(bare_site)
    assert "Done" in browser.get(sent.headers["Location"]).get_data(as_text=True)
    assert "was taken back" in browser.get(batch).get_data(as_text=True)
    left = bare_site.platform.database.read("MATCH (f:Firearm {canonical: 'QX005000'}) RETURN count(f) AS n", {})
    assert left == [{"n": 0}]
