"""The trace summary at the door: all parts, what stays back, the same report on paper, hidden and absent alike."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from ironriver.errors import Say
from ironriver.model.actor import Role
from ironriver.tracing import SummaryRow
from ironriver.web.pages.summary import _value
from tests.paper import paper_text
from tests.web.site import Browser, Site


@pytest.fixture(scope="module")
def trace(site: Site) -> str:
    """The trace of the story's gun that names a sale."""
    query = (
        "MATCH (t:TraceRequest)-[:ABOUT]->(f:Firearm {canonical: 'TKF12045'}) "
        "MATCH (t)<-[:ANSWERS]-(:TraceResult)-[:NAMES]->(:Purchase) RETURN t.id AS id ORDER BY id LIMIT 1"
    )
    return str(site.platform.database.read(query, {})[0]["id"])


@pytest.fixture(scope="module")
def buyer(site: Site, trace: str) -> str:
    query = (
        "MATCH (t:TraceRequest {id: $id})<-[:ANSWERS]-()-[:NAMES]->(p:Purchase)<-[:BOUGHT]-(x:Person) "
        "RETURN x.name AS name LIMIT 1"
    )
    return str(site.platform.database.read(query, {"id": trace})[0]["name"])


@pytest.fixture(scope="module")
def on_case(site: Site) -> Browser:
    return site.browser("marchetti", case=True)


def page(browser: Browser, trace: str, more: str = "") -> str:
    answer = browser.get(f"/traces/{trace}/summary{more}")
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return answer.get_data(as_text=True)


def pdf(browser: Browser, trace: str, folder: Path, more: str = "") -> tuple[Path, str]:
    answer = browser.get(f"/traces/{trace}/summary.pdf{more}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    path = folder / "summary.pdf"
    path.write_bytes(answer.get_data())
    return path, paper_text(answer.get_data())


def test_all_parts_of_the_report_are_there(on_case: Browser, trace: str) -> None:
    text = page(on_case, trace)
    for title in ("Request and result", "Firearm", "Recovery", "First purchaser of record", "Dealer that sold it"):
        assert f">{title}</h2>" in text
    assert "From maker to recovery" in text
    assert "TKF12045" in text


def test_the_type_is_said_in_spanish_beside_the_word_of_the_record(on_case: Browser, trace: str) -> None:
    text = page(on_case, trace, "?both=1")
    assert "Pistola semiautomática" in text
    assert "Semi-automatic pistol" not in text  # in English it stands as the record has it


def test_every_fact_leads_to_a_line_of_its_source(on_case: Browser, trace: str) -> None:
    found = re.search(r'href="(/sources/[^"]+line=\d+)"', page(on_case, trace))
    assert found
    assert on_case.get(found.group(1).replace("&amp;", "&")).status_code == 200


def test_it_says_what_it_does_not_prove_and_keeps_unknown_legs(on_case: Browser, trace: str) -> None:
    text = page(on_case, trace)
    assert "in no way suggests" in text
    assert "What this trace does not prove" in text
    assert "recorded by no source" in text
    assert "unknown leg: no source says who held it" in text
    assert "over-represented among recent sales" in text


def test_the_purchaser_stands_there_on_a_case_only(site: Site, trace: str, buyer: str, on_case: Browser) -> None:
    assert buyer.title() in page(on_case, trace)
    without = page(site.browser("marchetti"), trace)
    assert buyer.title() not in without
    assert buyer not in without
    assert "on an open case and for a stated purpose" in without


def test_the_record_and_the_paper_keep_back_the_same(site: Site, trace: str, buyer: str, tmp_path: Path) -> None:
    browser = site.browser("marchetti")
    assert buyer not in browser.get(f"/traces/{trace}/summary.json").get_data(as_text=True)
    path, text = pdf(browser, trace, tmp_path)
    assert buyer.split(maxsplit=1)[0] not in text
    saved = tmp_path / "record.json"
    subprocess.run(["pdfdetach", "-save", "1", "-o", str(saved), str(path)], check=True)
    assert buyer not in saved.read_text("utf-8")


def test_protected_traits_stand_nowhere(site: Site, trace: str, on_case: Browser, tmp_path: Path) -> None:
    query = (
        "MATCH (x:Person)-[:BOUGHT]->()<-[:NAMES]-()-[:ANSWERS]->(t:TraceRequest {id: $id}) "
        "MERGE (k:ProtectedTraits {id: 'traits_test'}) SET k += {race: 'SENTINELRACE', ssn: '123-45-6789', "
        "sex: 'SENTINELSEX', holding: t.holding, tlp: 1, handling: t.handling} MERGE (k)-[o:OF]->(x) "
        "SET o += {id: 'of_test', holding: t.holding, tlp: 1, handling: t.handling} RETURN count(*) AS n"
    )
    with site.platform.database.writing() as transaction:
        assert transaction.run(query, {"id": trace})[0]["n"] >= 1
    texts = [page(on_case, trace), on_case.get(f"/traces/{trace}/summary.json").get_data(as_text=True)]
    texts.append(pdf(on_case, trace, tmp_path)[1])
    for text in texts:
        for secret in ("SENTINELRACE", "SENTINELSEX", "123-45-6789", "6789"):
            assert secret not in text


def test_the_paper_says_what_the_screen_says(on_case: Browser, trace: str, buyer: str, tmp_path: Path) -> None:
    _, text = pdf(on_case, trace, tmp_path)
    assert "TKF12045" in text
    assert buyer.split(maxsplit=1)[0] in text
    pages = text.removesuffix("\f").split("\f")
    for number, one in enumerate(pages, start=1):
        assert "in no way suggests" in one
        assert f"Page {number} of {len(pages)}" in one
        assert one.count("LAW ENFORCEMENT SENSITIVE") == 2
        assert "IR-2026-0417" in one


def test_the_digest_on_the_paper_is_that_of_the_attached_record(
    on_case: Browser, trace: str, tmp_path: Path
) -> None:
    path, text = pdf(on_case, trace, tmp_path)
    saved = tmp_path / "record.json"
    subprocess.run(["pdfdetach", "-save", "1", "-o", str(saved), str(path)], check=True)
    assert hashlib.sha256(saved.read_bytes()).hexdigest() in re.sub(r"\s", "", text)
    record = json.loads(saved.read_bytes())
    assert record["kind"] == "ironriver/trace-summary/1"
    assert record["unknown_legs"] >= 1


def test_both_languages_side_by_side(on_case: Browser, trace: str, tmp_path: Path) -> None:
    text = page(on_case, trace, "?both=1")
    assert 'lang="es"' in text
    assert "Primer comprador registrado" in text
    assert "Qué no prueba este rastreo" in text
    _, printed = pdf(on_case, trace, tmp_path, "?both=1&paper=a4&language=es")
    assert "Primer comprador registrado" in printed
    assert "First purchaser of record" in printed
    assert "de ningún modo indica" in printed
    assert "in no way suggests" in printed


def test_spanish_alone(site: Site, trace: str, tmp_path: Path) -> None:
    _, text = pdf(site.browser("marchetti", case=True), trace, tmp_path, "?language=es")
    assert "Resumen del rastreo" in text
    assert "First purchaser" not in text


def test_hidden_and_absent_look_the_same(site: Site, trace: str) -> None:
    browser = site.browser("tamayo")
    for more in ("summary", "summary.pdf", "summary.json"):
        hidden, absent = (browser.get(f"/traces/{id_}/{more}") for id_ in (trace, "trace_nothing"))
        assert hidden.status_code == absent.status_code
        assert hidden.status_code in (403, 404)
        texts = [
            re.sub(r"[0-9a-f]{8}|nonce[^>]*|trace_\w+|value=\"[^\"]*\"", "", a.get_data(as_text=True))
            for a in (hidden, absent)
        ]
        assert texts[0] == texts[1]


def test_who_may_not_open_it(site: Site, trace: str) -> None:
    for login in ("auditor", "admin"):
        assert site.browser(login).get(f"/traces/{trace}/summary").status_code == 403
    assert site.browser().get(f"/traces/{trace}/summary").status_code in (302, 303)


def test_the_page_of_the_gun_leads_to_its_summaries(site: Site, trace: str, on_case: Browser) -> None:
    text = on_case.get(f"/firearms/{site.firearm('TKF12045')}").get_data(as_text=True)
    assert f"/traces/{trace}/summary" in text


def test_asking_is_logged(site: Site, trace: str, on_case: Browser) -> None:
    page(on_case, trace)
    log = b"".join(path.read_bytes() for path in site.platform.settings.data_dir.rglob("*") if path.is_file())
    assert b"summary.trace" in log


def test_roles_are_what_the_report_depends_on() -> None:
    from ironriver.tracing.summary import _NAMED_ROLES

    assert Role.CUSTODIAN not in _NAMED_ROLES
    assert Role.AUDITOR not in _NAMED_ROLES


@pytest.mark.parametrize(
    ("written", "how", "read"),
    [
        ("SON", "", "SON"),
        ("MX", "", "MX"),
        ("NOGALES", "", "Nogales"),
        ("FRAME SERIAL GROUND OFF", "text", "FRAME SERIAL GROUND OFF"),
        ("2025-12-02", "date", "2 Dec 2025"),
    ],
)
def test_codes_and_what_an_agency_wrote_stay_as_they_are(written: str, how: str, read: str) -> None:
    assert _value(SummaryRow(label=Say(en="A", es="A"), value=written, how=how), "en") == read
