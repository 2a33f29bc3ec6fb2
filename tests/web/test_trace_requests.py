"""The tracing desk over HTTP: typed, refused with words, submitted, sent on, completed; what others see of it."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.paper import paper_text
from tests.unit.tracing.test_request_cases import MX, US
from tests.unit.tracing.test_way import HEADER, result_row
from tests.web.site import Browser, Site


def begun(browser: Browser, values: dict[str, str], do: str = "submit") -> str:
    answer = browser.post("/trace-requests", values | {"do": do})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    return answer.headers["Location"]


def text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_form_says_what_is_wrong_while_it_is_typed(bare_site: Site) -> None:
    browser = bare_site.browser("tamayo")
    page = text(browser, "/trace-requests/new")
    assert "Número de serie del armazón" in page
    assert 'class="message' not in page
    assert page.index('<nav class="desk-list" id="parts"') < page.index('id="part-start"')  # beside it, before it
    parts = re.findall(r'<fieldset class="panel" id="([^"]+)"', page)
    assert re.findall(r'href="#(part-\w+)"', page) == parts
    assert "parte V del formato 3312.1" in page
    assert "parte 48 h" not in page  # the photographs before the army takes the gun are on no form
    answer = browser.post("/trace-requests/check", MX | {"maker": "Norvick", "officer": ""})
    said = answer.get_data(as_text=True)
    assert "Fabricante: «Norvick» no está en la lista. ¿Quiso decir Norvik Arms?" in said
    assert 'id="said-maker"' in said
    assert 'id="parts" aria-label="Partes del formato" hx-swap-oob="outerMorph"' in said
    assert "Responsable" not in said
    assert parts_said(said) == {
        "firearm": "1 por corregir",
        "agency": "faltan 1",
        "start": "completa",
        "possessor": "opcional",
    }
    english = bare_site.browser("reyes").post("/trace-requests/check", US | {"importer": "", "touched": "importer"})
    assert "Importer: a gun made outside the United States" in english.get_data(as_text=True)


def parts_said(page: str) -> dict[str, str]:
    """What is said of four parts of the form beside it."""
    found = re.findall(r'href="#part-(\w+)">[^<]*</a> <span class="quiet">([^<]*)<', page)
    return {name: words for name, words in found if name in {"firearm", "agency", "start", "possessor"}}


def test_a_refused_request_is_kept_and_a_suggestion_taken_over(bare_site: Site) -> None:
    browser = bare_site.browser("tamayo")
    answer = browser.post("/trace-requests", MX | {"maker": "Norvick", "importer": "<b>x", "do": "submit"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "la solicitud se guardó y no se envió" in page.lower()
    assert 'href="#form-maker"' in page
    assert "&lt;b&gt;x" in page
    address = re.search(r'action="(/trace-requests/traceform[^"/]+)"', page)
    assert address is not None
    assert browser.post(address[1], MX | {"maker": "Norvick", "use:maker": "Norvik Arms"}).status_code == 303
    assert 'value="Norvik Arms"' in text(browser, address[1])


def test_from_sonora_through_the_federal_unit_to_a_released_result(bare_site: Site) -> None:
    state, federal = bare_site.browser("tamayo"), bare_site.browser("arriaga")
    path = begun(state, MX | {"serial": "NV-31001"})
    assert "Enviada" in text(state, path)
    assert federal.post(f"{path}/transmit").status_code == 303
    assert "NV-31001" in text(federal, f"{path}/print")
    assert b"NV-31001" in federal.get(f"{path}/file.csv").data
    assert federal.post(f"{path}/number", {"trace_number": ""}).status_code == 422
    assert federal.post(f"{path}/number", {"trace_number": "T20263100"}).status_code == 303
    rows = HEADER + result_row("T20263100", "NV31001", "Norvik Arms")
    sent = {"file": (io.BytesIO(rows.encode()), "r.csv")}
    answer = federal.post("/trace-requests/results", sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    assert "Concluida" in text(state, path)
    assert "Whitcombe" not in text(state, path)
    assert "Reservado" in text(state, path)
    assert "Whitcombe" in text(federal, path)
    summary = re.search(r'href="(/traces/[^"]+/summary)"', text(federal, path))
    assert summary is not None
    assert state.get(summary[1]).status_code == 404
    assert federal.get(summary[1]).status_code == 200
    listed = re.search(r'href="(/traces/[^"]+/referral-list)"', text(federal, path))
    assert listed is not None
    assert federal.get(listed[1]).status_code == 200
    assert (
        federal.post(f"{path}/propose-release", {"reason": "Pedido por el ministerio público"}).status_code == 303
    )
    assert "Whitcombe" not in text(state, path)
    federal.post("/sign-out")
    chief = bare_site.browser("beltran")
    assert chief.post(f"{path}/release", {"reason": "Revisado contra el oficio"}).status_code == 303
    assert "Whitcombe" in text(state, path)


def test_what_is_not_open_looks_like_nothing(bare_site: Site) -> None:
    path = begun(bare_site.browser("tamayo"), MX | {"serial": "NV-32001"}, do="save")
    for login in ("reyes", "arriaga", "ohlsson"):
        browser = bare_site.browser(login)
        hidden, absent = browser.get(path), browser.get("/trace-requests/traceform_nothing")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert "NV-32001" not in text(browser, "/trace-requests")


def test_another_agencys_draft_is_no_hit_without_agreement(bare_site: Site) -> None:
    """The page of a request is the same whether or not Sonora has one for the gun, apart from what is its own."""
    browser = bare_site.browser("reyes")
    path = begun(browser, US | {"serial": "NV-33001"}, do="save")
    own = re.compile(
        r'nonce[-=]"?[^"\s]+|value="[\w.-]{40,}"|X-CSRFToken[^}]*|cut_[0-9a-f]+|\d\d:\d\d(:\d\d)?|req_\w+'
    )
    text(browser, path)
    before = own.sub("", text(browser, path))
    begun(bare_site.browser("tamayo"), MX | {"serial": "NV-33001"}, do="save")
    assert own.sub("", text(browser, path)) == before


def test_the_monitor(bare_site: Site) -> None:
    browser = bare_site.browser("reyes")
    urgent = US | {"priority": "urgent", "urgent_reason": "Homicide, suspect held", "serial": "TKF77001"}
    path = begun(browser, urgent | {"unit": "Homicide"})
    page = text(browser, "/trace-requests?state=submitted&priority=urgent&unit=Homicide")
    assert path in page
    assert "No request fits" in text(browser, "/trace-requests?overdue=yes&unit=Nobody")
    assert "No request fits" in text(browser, "/trace-requests?after=0&after_id=x")
    form_id = path.rpartition("/")[2]
    assert browser.post("/trace-requests/follow-up", {"form": form_id, "note": "Called again"}).status_code == 303
    assert "Called again" in text(browser, path)
    assert browser.post("/trace-requests/follow-up", {"note": "Called again"}).status_code == 422
    assert browser.post("/trace-requests/follow-up", {"form": "x", "note": "Called again"}).status_code == 404


@pytest.mark.parametrize("login", ["tamayo", "reyes"])
def test_moves_of_others_are_refused(bare_site: Site, login: str) -> None:
    browser = bare_site.browser("noriega")
    path = begun(browser, MX | {"serial": f"NV-34{len(login)}01"})
    answer = bare_site.browser(login).post(f"{path}/transmit")
    assert answer.status_code == (403 if login == "tamayo" else 404)
    answer = bare_site.browser("arriaga").post(f"{path}/ask", {"note": "x"})
    assert answer.status_code == 422
    assert "Nota: escriba al menos" in answer.get_data(as_text=True)


def said_on_paper(browser: Browser, address: str, path: Path) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    path.write_bytes(answer.get_data())
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    return re.sub(r"\s+", " ", paper_text(answer.get_data()))


def test_a_request_on_paper_has_every_part_in_both_languages(bare_site: Site, tmp_path: Path) -> None:
    browser = bare_site.browser("tamayo")
    path = begun(browser, MX | {"serial": "NV-31777", "associate_name": "Peña, J."}, do="save")
    assert f'{path}/request.pdf"' in text(browser, path)
    spanish = said_on_paper(browser, f"{path}/request.pdf?language=es&paper=a4", tmp_path / "es.pdf")
    for part in ("I: Inicio", "II: Delito", "III: Agente especial", "IV: Dependencia", "V: ", "VI: Poseedor"):
        assert f"Parte {part}" in spanish, part
    for part in ("VII: Acompañante", "VIII: ", "IX: Número borrado"):
        assert f"Parte {part}" in spanish, part
    assert " 48 h: Antes de que venzan" in spanish
    assert spanish.index("Parte VII:") < spanish.index("Parte VIII:") < spanish.index("Parte IX:")
    for word in ("NV-31777", "Peña, J.", "en blanco", "Los resultados solo pueden ir", "Aún no se envía"):
        assert word in spanish, word
    assert "Trace request" not in spanish
    both = said_on_paper(browser, f"{path}/request.pdf?language=en&both=yes", tmp_path / "both.pdf")
    for word in (
        "Part VII: Associate",
        "Parte VII: Acompañante",
        "Results may go only",
        "no dice nada sobre la culpa",
    ):
        assert word in both, word
    attached = subprocess.run(
        ["qpdf", "--show-attachment=record.json", str(tmp_path / "both.pdf")], check=True, capture_output=True
    )
    record = json.loads(attached.stdout)
    assert record["parts"]["VII"] == {"associate_name": "Peña, J."}
    assert record["form_version"] in text(browser, f"{path}/print")


def test_a_draft_of_another_agency_is_on_no_paper(bare_site: Site) -> None:
    path = begun(bare_site.browser("tamayo"), MX | {"serial": "NV-31778"}, do="save")
    for login in ("reyes", "arriaga"):
        hidden = bare_site.browser(login).get(f"{path}/request.pdf")
        absent = bare_site.browser(login).get("/trace-requests/traceform_" + "0" * 32 + "/request.pdf")
        assert hidden.status_code == absent.status_code == 404
    assert bare_site.browser("auditor").get(f"{path}/request.pdf").status_code == 403
