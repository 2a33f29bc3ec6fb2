"""TAXII 2.1 (OASIS Standard, 10 June 2021): a row per MUST, by section; then whose eyes see what."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from werkzeug.test import TestResponse, create_environ, run_wsgi_app

from ironriver.access.agreements import revoke_agreement
from ironriver.exchange import Collection, put_objects, remove_objects
from ironriver.exchange.object_store import StoredObject
from ironriver.model.marking import Tlp
from tests.unit.exchange.sharing import MANAGER, Program, agreed, collection, objects, program, stored
from tests.web.site import Site
from tests.web.taxii_rows import ABSENT, ACCEPT, FIRST, MEDIA, OBJ, ONE, POSTS, ROOT, SECOND, STATUS, TWICE, M

MICRO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass
class Partner:
    """A program of Sonora with an outbox, an inbox and a shared collection."""

    site: Site
    program: Program
    out: Collection
    inbox: Collection
    both: Collection
    closed: Collection

    def ask(self, path: str, method: str = "GET", **more: Any) -> TestResponse:
        headers = {"Accept": MEDIA, "Authorization": f"Bearer {self.program.token}", **more.pop("headers", {})}
        path = path if path.startswith("/") else f"{ROOT}collections/{path}"
        for name in ("out", "inbox", "both", "closed"):
            path = path.replace(f"@{name}", getattr(self, name).id)
        headers = {name: value for name, value in headers.items() if value is not None}
        return self.site.app.test_client().open(path, method=method, headers=headers, **more)

    def post(self, path: str, body: Any, **headers: str | None) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask(path, "POST", data=data, headers={"Content-Type": MEDIA, **headers})


@pytest.fixture(scope="module")
def partner(bare_site: Site) -> Partner:
    access, ledger = bare_site.platform.access, bare_site.platform.ledger
    agreement = agreed(access)
    made = Partner(
        site=bare_site,
        program=program(access, agreement),
        out=collection(access, agreement, "out"),
        inbox=collection(access, agreement, "inbox", may_read=False, may_write=True),
        both=collection(access, agreement, "both", may_write=True),
        closed=collection(access, agreement, "closed", may_read=False),
    )
    put_objects(MANAGER, made.out.id, objects(30), ledger=ledger)
    put_objects(MANAGER, made.out.id, [stored(TWICE, FIRST)], ledger=ledger)
    put_objects(MANAGER, made.out.id, [stored(TWICE, SECOND)], ledger=ledger)
    return made


@pytest.mark.parametrize(("section", "path", "status"), STATUS, ids=[row[0] for row in STATUS])
def test_status_and_media_type(partner: Partner, section: str, path: str, status: int) -> None:
    found = partner.ask(path)
    assert found.status_code == status, (section, found.get_data(as_text=True))
    assert found.headers["Content-Type"] == MEDIA
    said = json.loads(found.data)
    assert all(value != [] for value in said.values())
    if status >= 400:
        assert (said["http_status"], bool(said["title"])) == (str(status), True)


@pytest.mark.parametrize(("section", "accept", "status"), ACCEPT, ids=[row[0] for row in ACCEPT])
def test_accept(partner: Partner, section: str, accept: str | None, status: int) -> None:
    found = partner.ask("/taxii2/", headers={"Accept": accept})
    assert (found.status_code, found.headers["Content-Type"]) == (status, MEDIA), section


def _basic(login: str, token: str) -> str:
    return "Basic " + base64.b64encode(f"{login}:{token}".encode()).decode()


def test_who_comes_without_a_good_token_is_challenged(partner: Partner) -> None:
    """§1.6.9, §8: 401 and WWW-Authenticate; Basic and bearer both work."""
    good = partner.program
    refused = (None, "Bearer x", "Bearer ", "Basic !", _basic("olvera", good.token), _basic(good.login, "x"))
    for proof in refused:
        found = partner.ask("/taxii2/", headers={"Authorization": proof})
        assert (found.status_code, found.headers["Content-Type"]) == (401, MEDIA), proof
        assert "Basic realm" in found.headers["WWW-Authenticate"]
    for proof in (f"Bearer {good.token}", _basic(good.login, good.token)):
        assert partner.ask("/taxii2/", headers={"Authorization": proof}).status_code == 200
    assert partner.site.browser("sandoval").get("/taxii2/").status_code == 401


def test_discovery_root_and_collections_say_what_they_must(partner: Partner) -> None:
    """§4.1, §4.2, §5.1, §5.2."""
    assert partner.ask("/taxii2/").json == {"title": "Ironriver", "default": ROOT, "api_roots": [ROOT]}
    root = partner.ask(ROOT).json
    assert (root["versions"], root["max_content_length"]) == ([MEDIA], 10_000_000)
    listed = partner.ask(f"{ROOT}collections/").json["collections"]
    rights = {one["alias"]: (one["can_read"], one["can_write"]) for one in listed}
    assert rights == {"out": (True, False), "inbox": (False, True), "both": (True, True)}
    assert all(UUID4.fullmatch(one["id"]) for one in listed)
    assert [partner.ask(f"{one['id']}/").json for one in listed] == listed
    assert partner.ask(f"{ROOT}status/").status_code == 404


def test_dates_are_microseconds_ascending_and_in_the_headers(partner: Partner) -> None:
    """§3.1, §3.4, §5.3: X-TAXII-Date-Added-First and -Last on every 200 with objects."""
    entries = partner.ask(M).json["objects"]
    added = [entry["date_added"] for entry in entries]
    assert added == sorted(set(added))
    assert all(MICRO.fullmatch(one) for one in added)
    for path in (M, OBJ, ONE, f"{ONE}versions/"):
        found = partner.ask(path)
        edges = [found.headers[f"X-TAXII-Date-Added-{edge}"] for edge in ("First", "Last")]
        assert edges[0] in added or path not in (M, OBJ)
        assert edges == sorted(edges)
    empty = partner.ask(f"{OBJ}?match[type]=tool")
    assert empty.json == {}
    assert "X-TAXII-Date-Added-First" not in empty.headers


def test_pages_are_whole_in_order_and_never_longer_than_asked(partner: Partner) -> None:
    """§3.5: `more`, `next`; both ways to go on lose nothing and repeat nothing."""
    whole = [one["id"] for one in partner.ask(OBJ).json["objects"]]
    assert len(whole) == 31
    for go_on in ("next", "added_after"):
        found, more = [], ""
        while more is not None:
            answer = partner.ask(f"{OBJ}?limit=7{more}")
            page = answer.json
            assert len(page["objects"]) <= 7
            found += [one["id"] for one in page["objects"]]
            last = answer.headers["X-TAXII-Date-Added-Last"]
            tail = f"&next={page['next']}" if go_on == "next" and page.get("more") else f"&added_after={last}"
            more = tail if page.get("more") else None
        assert found == whole, go_on


def test_next_is_good_for_its_own_question_only(partner: Partner) -> None:
    """§3.4: used with other filters, by another endpoint's filters or changed by a letter: 400."""
    token = partner.ask(f"{OBJ}?limit=2").json["next"]
    assert partner.ask(f"{OBJ}?limit=5&next={token}").status_code == 200
    broken = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for query in (f"match[type]=identity&next={token}", f"next={broken}", f"next={token}{token}"):
        assert partner.ask(f"{OBJ}?{query}").status_code == 400, query
    assert partner.ask(f"@both/objects/?next={token}").status_code == 400
    fine = partner.ask(f"{OBJ}?match[version]={FIRST},last&limit=2").json["next"]
    again = f"{OBJ}?match[version]=last,2026-01-01T00:00:00Z&limit=2&next={fine}"
    assert partner.ask(again).status_code == 200  # the same question, spelled otherwise


def test_another_partner_sees_neither_collections_nor_statuses_nor_uses_our_next(partner: Partner) -> None:
    access = partner.site.platform.access
    agreement = agreed(access, number="MOU-2", partner="mx-fgr")
    theirs = replace(partner, program=program(access, agreement, login="fgr-taxii", agency="mx-fgr"))
    same = collection(access, agreement, "theirs")
    put_objects(MANAGER, same.id, objects(30), ledger=partner.site.platform.ledger)
    token = partner.ask(f"{OBJ}?limit=2").json["next"]
    root = "/taxii2/mx-fgr/collections/"
    assert theirs.ask(f"{root}{same.id}/objects/?limit=2").status_code == 200
    assert theirs.ask(f"{root}{same.id}/objects/?limit=2&next={token}").status_code == 400
    sent = partner.post("@inbox/objects/", {"objects": [{}]}).json["id"]
    absent = theirs.ask(f"{root}12345678-1234-4234-8234-123456789012/")
    ours = [f"{root}@out/", f"{root}@out/objects/", f"{root}@both/objects/{TWICE}/", f"{root}@inbox/manifest/"]
    ours += [f"{ROOT}collections/@out/", f"/taxii2/mx-fgr/status/{sent}/", f"{ROOT}status/{sent}/"]
    for path in ours:
        found = theirs.ask(path)
        assert (found.status_code, found.data) == (404, absent.data), path
    for path in (f"{root}@inbox/objects/", f"{root}@both/objects/"):
        assert (theirs.post(path, {"objects": [{}]}).status_code, theirs.post(path, b"{").status_code) == (404, 404)
    assert theirs.ask(f"{root}@both/objects/{TWICE}/", "DELETE").data == absent.data


def test_matches(partner: Partner) -> None:
    """§3.4.1: comma is OR, fields are AND; versions first, last, all, exact; the newest by default."""

    def found(query: str) -> list[tuple[str, str]]:
        said = partner.ask(f"{M}?{query}").json.get("objects", [])
        return [(one["id"].partition("--")[0], one["version"]) for one in said]

    assert found("match[type]=malware") == [("malware", SECOND)]
    assert len(found("match[type]=malware,identity")) == 31
    assert found(f"match[type]=identity&match[id]={TWICE}") == []
    assert found(f"match[id]={TWICE},{ABSENT}") == [("malware", SECOND)]
    assert found("match[type]=malware&match[version]=first") == [("malware", FIRST)]
    assert found("match[type]=malware&match[version]=all") == [("malware", FIRST), ("malware", SECOND)]
    assert found(f"match[id]={TWICE}&match[version]={FIRST}") == [("malware", FIRST)]
    for way in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0Z", "2026-01-01T00:00:00.000000000Z"):
        assert found(f"match[id]={TWICE}&match[version]={way}") == [("malware", FIRST)], way
        assert len(found(f"match[type]=malware&match[version]={way},last")) == 2
    assert found(f"match[id]={TWICE}&match[version]=2026-01-01T00:00:00.001Z") == []
    assert found(f"match[id]={TWICE}&match[version]=first,last") == [("malware", FIRST), ("malware", SECOND)]
    assert found("match[spec_version]=2.0") == []
    assert partner.ask(f"{ONE}versions/").json["versions"] == [FIRST, SECOND]
    assert [one["modified"] for one in partner.ask(f"{ONE}?match[version]=first").json["objects"]] == [FIRST]


def test_an_act_that_is_still_being_applied_is_on_no_page(partner: Partner) -> None:
    """§3.4: the engine shows an act's objects before all of them; who went on after one would miss the others."""
    before = all_bytes(partner)
    with partner.site.platform.database.writing() as transaction:
        query = (
            "MATCH (c:Collection {id: $id}) MATCH (o:SharedObject {collection_id: $id, stix_id: $stix, "
            "shelf: 'newest'}) CREATE (n:SharedObject {id: 'shared_early', added: '9' + c.last_added}) "
            "SET n += o {.collection_id, .stix_id, .stix_type, .version, .content, .media_type, .shelf, .holding, "
            ".tlp, .handling}"
        )
        transaction.run(query, {"id": partner.out.node_id, "stix": TWICE})
    try:
        assert all_bytes(partner) == before
    finally:
        with partner.site.platform.database.writing() as transaction:
            transaction.run("MATCH (n:SharedObject {id: 'shared_early'}) DELETE n", {})


def test_stored_bytes_are_what_is_sent(partner: Partner) -> None:
    sent = partner.ask(ONE).data
    assert sent == b'{"objects":[' + stored(TWICE, SECOND).canonical + b"]}"


def test_what_is_sent_waits_in_quarantine_with_a_status(partner: Partner) -> None:
    """§4.3, §5.5: 202, counts; an exact duplicate is no failure; what cannot be STIX 2.1 is."""
    good = [json.loads(one.canonical) for one in objects(2)]
    bad = [{"type": "x", "id": "y"}, 7, {**good[0], "spec_version": "2.0"}]
    answer = partner.post("@inbox/objects/", {"objects": good + bad})
    assert (answer.status_code, answer.headers["Content-Type"]) == (202, MEDIA)
    said = answer.json
    assert (said["total_count"], said["success_count"], said["failure_count"], said["pending_count"]) == (
        5,
        2,
        3,
        0,
    )
    assert said["status"] == "complete"
    assert UUID4.fullmatch(said["id"])
    assert MICRO.fullmatch(said["request_timestamp"])
    assert {one["id"] for one in said["successes"]} == {one["id"] for one in good}
    assert partner.ask(f"{ROOT}status/{said['id']}/").json == said
    again = partner.post("@inbox/objects/", {"objects": good})
    assert (again.status_code, again.json["failure_count"]) == (202, 0)


@pytest.mark.parametrize("row", POSTS, ids=[row[0] for row in POSTS])
def test_sending(partner: Partner, row: tuple[str, str, bytes, dict[str, str | None], int]) -> None:
    _, path, body, headers, status = row
    found = partner.post(path, body, **headers)
    assert (found.status_code, found.headers["Content-Type"]) == (status, MEDIA), found.data[:300]


def test_100_megabytes_are_refused_before_they_are_read(partner: Partner) -> None:
    """§4.2: whether the length is said or the body only comes in pieces."""

    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            piece = b"x" * (65_536 if size < 0 else min(size, 65_536))
            self.given += len(piece)
            return piece if self.given <= 100_000_000 else b""

    headers = {"Content-Type": MEDIA, "Authorization": f"Bearer {partner.program.token}"}
    path = f"{ROOT}collections/{partner.inbox.id}/objects/"
    pieces = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    for said in ({"CONTENT_LENGTH": "100000000"}, pieces):
        body = Endless()
        environ = create_environ(path, method="POST", headers=headers) | {"wsgi.input": body, **said}
        _, status, answered = run_wsgi_app(partner.site.app, environ)
        assert (status[:3], answered["Content-Type"]) == ("413", MEDIA), said
        assert body.given <= 10_000_000 + 65_536, said
    whole = io.BytesIO(b'{"objects":[{}]}')
    environ = create_environ(path, method="POST", headers=headers) | {"wsgi.input": whole, **pieces}
    assert run_wsgi_app(partner.site.app, environ)[1].startswith("202")


def test_what_says_no_version_of_stix_is_no_2_1(partner: Partner) -> None:
    """STIX 2.1 §3.2: only observables may leave `spec_version` out; without it the rest is STIX 2.0."""
    one = json.loads(objects(1)[0].canonical)
    del one["spec_version"]
    seen = {"type": "url", "id": "url--6d8f1c4e-6f0e-4a5e-9d15-5f5d2a4b7c31", "value": "http://x"}
    said = partner.post("@inbox/objects/", {"objects": [one, seen]}).json
    assert [x["id"] for x in said["failures"]] == [one["id"]]
    assert [x["id"] for x in said["successes"]] == [seen["id"]]


def test_deleting(partner: Partner) -> None:
    """§5.7: by the rights one has; afterwards neither object nor manifest know it."""
    ledger = partner.site.platform.ledger
    put_objects(MANAGER, partner.both.id, [stored(TWICE, FIRST), stored(TWICE, SECOND)], ledger=ledger)
    for name, status in (("@closed", 404), ("@out", 403), ("@inbox", 403)):
        assert partner.ask(f"{name}/objects/{TWICE}/", "DELETE").status_code == status
    one = f"@both/objects/{TWICE}/"
    assert partner.ask(f"{one}?match[version]={SECOND}", "DELETE").status_code == 200
    assert partner.ask(f"{one}versions/").json["versions"] == [FIRST]
    assert partner.ask(one, "DELETE").status_code == 200
    assert [partner.ask(path).status_code for path in (one, f"{one}versions/")] == [404, 404]
    assert partner.ask("@both/manifest/").json == {}
    assert partner.ask(one, "DELETE").status_code == 404


def all_bytes(partner: Partner) -> list[tuple[int, bytes, dict[str, str]]]:
    """Everything the program can see: status, body and headers but those that name the request."""
    own = ("Date", "X-Request-ID", "Content-Security-Policy")
    paths = ["/taxii2/", ROOT, f"{ROOT}collections/", OBJ, M, ONE, f"{ONE}versions/", "@out/", "@both/objects/"]
    paths += [f"{OBJ}?limit=5", f"{M}?match[version]=all", f"@out/objects/{ABSENT}/", f"{OBJ}?match[id]={ABSENT}"]
    found = [partner.ask(path) for path in paths]
    return [(a.status_code, a.data, {k: v for k, v in a.headers.items() if k not in own}) for a in found]


def test_nothing_above_its_marking_or_outside_its_collections_changes_a_byte(partner: Partner) -> None:
    access, ledger = partner.site.platform.access, partner.site.platform.ledger
    before = all_bytes(partner)
    higher = agreed(access, number="MOU-high", tlp=Tlp.AMBER_STRICT)
    above = collection(access, higher, "above", max_tlp=Tlp.AMBER_STRICT)
    other = collection(access, agreed(access, number="MOU-fgr", partner="mx-fgr"), "out")
    for hidden in (above, other):
        newer = [stored(TWICE, "2026-03-01T00:00:00.000Z"), stored(ABSENT, FIRST), *objects(40)]
        put_objects(MANAGER, hidden.id, newer, ledger=ledger)
    assert all_bytes(partner) == before
    # Even a row that never should lie there, written around the ledger, is filtered by the statements.
    database = partner.site.platform.database
    for marking in ({"tlp": 4}, {"holding": "us-other"}, {"handling": "grand_jury"}):
        with database.writing() as transaction:
            query = (
                "MATCH (o:SharedObject {collection_id: $id, stix_id: $stix, shelf: 'newest'}) WITH o LIMIT 1 "
                "CREATE (h:SharedObject {id: 'shared_hidden', added: '2026-01-01T00:00:00.000000Z'}) "
                "SET h += o {.collection_id, .stix_id, .stix_type, .version, .content, .media_type, .shelf, "
                ".first, .holding, .tlp, .handling} SET h += $marking"
            )
            transaction.run(query, {"id": partner.out.node_id, "stix": TWICE, "marking": marking})
        assert all_bytes(partner) == before, marking
        with database.writing() as transaction:
            transaction.run("MATCH (h:SharedObject {id: 'shared_hidden'}) DELETE h", {})
    remove_objects(MANAGER, other.id, [TWICE], ledger=ledger)
    assert all_bytes(partner) == before


def test_every_answer_is_in_the_read_log_before_it_leaves(
    partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = partner.site.platform.settings.data_dir / "readlog"
    partner.ask(f"{OBJ}?limit=3")
    lines = [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]
    last = max((line for line in lines if "statement" in line), key=lambda line: line["at"])
    assert (last["statement"], last["actor"], last["count"]) == ("exchange.page_newest", partner.program.account, 3)
    assert last["origin"].startswith("taxii:")
    log = partner.site.platform.ledger.read_log

    def fail(_data: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(log, "_write", fail)
    found = partner.ask(OBJ)
    assert (found.status_code, b"identity--" in found.data) == (503, False)


def test_a_program_opens_no_page_and_no_other_interface(partner: Partner) -> None:
    proof = {"Authorization": f"Bearer {partner.program.token}"}
    for path in ("/api/v1/search", "/api/v1/firearms/x"):
        assert partner.site.app.test_client().open(path, method="GET", headers=proof).status_code in (403, 404, 405)


def test_a_revoked_agreement_ends_everything_at_once(partner: Partner) -> None:
    access = partner.site.platform.access
    assert partner.ask("/taxii2/").status_code == 200
    revoke_agreement(access, MANAGER, partner.program.agreement, reason="Broken")
    assert partner.ask("/taxii2/").status_code == 401


def test_objects_are_small_and_valid() -> None:
    """What the tests above stand on: the stored bytes are JSON of the version they say."""
    one: StoredObject = objects(1)[0]
    assert json.loads(one.canonical)["modified"] == one.version
