"""What may be typed into the forms of custody and of the desk: too little, too much, and what nobody expects."""

from __future__ import annotations

import io
import re

import pytest

from tests.unit.tracing.test_request_cases import MX, US
from tests.web.new_rooms import GUN, Things, made_things
from tests.web.site import Browser, Site

OWN = re.compile(
    r'nonce[-=]"?[^"\s;]+"?|value="[\w.-]{40,}"|content="[\w.-]{40,}"|X-CSRFToken[^}]*|\d\d:\d\d|cut_\w+'
)
HUGE = "x" * 20_000
ODD = "Caja «Nº 3» <b>&amp;</b> {{7*7}} \u202eabc\u202c 🔫 ' OR 1=1 --"


@pytest.fixture(scope="module")
def things(bare_site: Site) -> Things:
    return made_things(bare_site)


@pytest.fixture(scope="module")
def quill(bare_site: Site, things: Things) -> Browser:
    return bare_site.browser("quill")


@pytest.fixture(scope="module")
def reyes(bare_site: Site, things: Things) -> Browser:
    return bare_site.browser("reyes")


def wrong(page: str) -> set[str]:
    """Ids of the messages that stand beside fields."""
    return set(re.findall(r'id="([\w-]+)-message"', page))


GAPS = [
    ({}, {"description": ""}, {"gun-description"}),
    ({}, {"make": " "}, {"gun-make"}),
    ({}, {"seal": "\t"}, {"gun-seal"}),
    ({}, {"condition": ""}, {"gun-condition"}),
    ({}, {"finder": "", "authority": ""}, {"gun-finder", "gun-authority"}),
    ({}, {"description": HUGE}, {"gun-description"}),
    ({}, {"serial_frame": "9" * 501, "place": "x" * 501}, {"gun-serial_frame", "gun-place"}),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("_", "changes", "fields"), GAPS)
def test_a_receipt_names_exactly_the_fields_that_are_wrong(
    _: object, changes: dict[str, str], fields: set[str], language: str, quill: Browser, things: Things
) -> None:
    quill.post("/look", {"language": language, "back": "/"})
    before = quill.get(f"/cases/{things.case}/exhibits").get_data(as_text=True).count('href="/exhibits/')
    answer = quill.post(f"/cases/{things.case}/exhibits/firearm", GUN | changes)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert wrong(page) == fields
    assert {"en": "was not received", "es": "No se recibió"}[language] in page
    assert page.count('href="/exhibits/') == before, "nothing was received"
    quill.post("/look", {"language": "en", "back": "/"})


def test_five_hundred_characters_fit_and_odd_ones_come_back_as_they_were(quill: Browser, things: Things) -> None:
    answer = quill.post(f"/cases/{things.case}/exhibits/firearm", GUN | {"place": "x" * 500, "condition": ODD})
    assert answer.status_code == 303
    page = quill.get(answer.headers["Location"]).get_data(as_text=True)
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt; {{7*7}}" in page
    assert "<b>&amp;" not in page
    assert quill.get(f"{answer.headers['Location']}/record.pdf").get_data().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("way", "said", "field"),
    [
        ("record", {"kind": "tested", "reason": "abc"}, "record-reason"),
        ("record", {"kind": "tested", "reason": HUGE}, "record-reason"),
        ("record", {"kind": "resealed", "reason": "New bag", "seal": ""}, "record-seal"),
        ("record", {"kind": "resealed", "reason": "New bag", "seal": "S" * 501}, "record-seal"),
        ("offer", {"to": "", "reason": HUGE, "location": HUGE}, "offer-reason"),
        ("record", {"kind": "received", "reason": "Once more"}, "record-kind"),
        ("record", {"kind": "", "reason": "Once more"}, "record-kind"),
        ("offer", {"to": "", "reason": "Test-fire"}, "offer-to"),
        ("offer", {"to": "actor_" + "0" * 32, "reason": "Test-fire"}, "offer-to"),
        ("offer", {"to": "ME", "reason": "Test-fire"}, "offer-to"),
    ],
)
def test_an_event_that_is_not_said_right_is_not_recorded(
    way: str, said: dict[str, str], field: str, quill: Browser, things: Things
) -> None:
    answer = quill.post(f"/exhibits/{things.gun}/{way}", said)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-message"' in page
    assert "Nothing was recorded" in page
    assert len(page) < 200_000
    assert 'class="key">Tested' not in page


@pytest.mark.parametrize("way", ["answer", "offer"])
def test_what_does_not_wait_cannot_be_answered_nor_a_strangers_exhibit_offered(
    way: str, bare_site: Site, things: Things
) -> None:
    marchetti = bare_site.browser("marchetti")
    said = {"answer": "accept", "seal": "S-40118", "to": "x", "reason": "Test-fire"}
    answer = marchetti.post(f"/exhibits/{things.gun}/{way}", said)
    assert answer.status_code == {"answer": 409, "offer": 403}[way]


@pytest.mark.parametrize(
    ("step", "said", "field"),
    [
        ("number", {}, "trace_number"),
        ("number", {"trace_number": "T" * 41}, "trace_number"),
        ("ask", {"note": "why?"}, "note"),
        ("ask", {"note": HUGE}, "note"),
        ("withdraw", {"note": "    x    "}, "note"),
        ("withdraw", {"note": HUGE}, "note"),
    ],
)
def test_a_step_of_the_desk_without_its_word_is_not_made(
    step: str, said: dict[str, str], field: str, reyes: Browser, things: Things
) -> None:
    path = f"/trace-requests/{things.request}"
    reyes.post(f"{path}/transmit")  # once; afterwards it is refused
    reyes.get(path)
    before = reyes.get(path).get_data(as_text=True)
    answer = reyes.post(f"{path}/{step}", said)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert wrong(page) == {f"{step}-{field}"}
    assert OWN.sub("", reyes.get(path).get_data(as_text=True)) == OWN.sub("", before), "nothing happened"


@pytest.mark.parametrize("field", ["serial", "maker", "recovery_date", "instructions", "phone", "year_made"])
@pytest.mark.parametrize(
    "value", [ODD, "9" * 5000, "\x00\x01", "١٢٣٤"], ids=["odd", "figures", "control", "arabic"]
)
def test_the_form_answers_whatever_is_typed(field: str, value: str, reyes: Browser) -> None:
    answer = reyes.post("/trace-requests/check", US | {field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<b>&" not in page
    assert "49 <" not in page


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense", "priority=0", "after=%00&after_id=%00", "after=9999&after_id=" + "z" * 3000,
        "unit=" + "%F0%9F%94%AB" * 200, "overdue=maybe", "state=draft&state=draft&state=x", "after_id=only",
    ],
)  # fmt: skip
def test_a_filter_of_nonsense_filters_nothing_or_everything(query: str, reyes: Browser) -> None:
    answer = reyes.get(f"/trace-requests?{query}")
    assert answer.status_code == 200
    assert len(answer.get_data()) < 400_000


@pytest.mark.parametrize(
    "query", ["year=²²²²", "year=0000", "year=20265", "since=2026-W01-1&until=x", "area=%00", "since=0000-00-00"]
)
def test_a_period_of_nonsense_is_refused_in_words_or_read_as_all(query: str, reyes: Browser) -> None:
    for form in ("/statistics", "/statistics.csv"):
        answer = reyes.get(f"{form}?{query}")
        assert answer.status_code == (200 if query.startswith("year") else 422), form
        assert answer.status_code == 200 or "cannot be read" in answer.get_data(as_text=True)


@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"a,b\n", b"\xff\xfe\x00", b'"never closed'])
def test_a_file_of_results_that_is_none_says_so(content: bytes, reyes: Browser) -> None:
    sent = {"file": (io.BytesIO(content), "results.csv")}
    answer = reyes.post("/trace-requests/results", sent, content_type="multipart/form-data")
    assert 400 <= answer.status_code < 500, answer.status_code
    assert "Traceback" not in answer.get_data(as_text=True)


def test_a_request_sent_on_as_a_file_is_no_formula(bare_site: Site) -> None:
    tamayo = bare_site.browser("tamayo")
    evil = MX | {"agency_case": "=HYPERLINK(1)", "officer": "@SUM(1)", "instructions": "-1+1", "do": "save"}
    path = tamayo.post("/trace-requests", evil).headers["Location"]
    text = tamayo.get(f"{path}/file.csv").get_data().decode("utf-8-sig")
    for formula in ("=HYPERLINK(1)", "@SUM(1)", "-1+1"):
        assert f"'{formula}" in text
        assert f",{formula}" not in text
