"""One of everything that is exchanged with partners, in a site of tests; what a person and a program read of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ironriver.exchange import put_objects
from tests.unit.exchange.sharing import MANAGER, agreed, collection, objects, program, stored
from tests.web.site import Site
from tests.web.test_exchange import GUN, arrived, decided, proposed

TWICE = "malware--6d8f1c4e-6f0e-4a5e-9d15-5f5d2a4b7c31"
MEDIA = "application/taxii+json;version=2.1"
#: A program of the federal prosecutor: of what tests hide, nothing is his either.
ROOT = "/taxii2/mx-fgr/"
OWN_PAGES = ("/exchange", "/exchange/register.csv", "/exchange/inbound", "/exchange/feeds")


@dataclass(frozen=True)
class Partners:
    """Pages of an analyst, addresses of a partner's program, and its token."""

    pages: tuple[str, ...]
    addresses: tuple[str, ...]
    token: str

    def answers(self, site: Site) -> dict[str, str]:
        """Return what both read now: status and body; of the program the dates in the headers too."""
        analyst, found = site.browser("ohlsson", case=True), dict[str, str]()
        for path in self.pages:
            answer = analyst.get(path)
            found[f"analyst {path}"] = f"{answer.status_code} {answer.get_data(as_text=True)}"
        headers = {"Accept": MEDIA, "Authorization": f"Bearer {self.token}"}
        for path in self.addresses:
            answer = site.app.test_client().get(path, headers=headers)
            dates = sorted(value for name, value in answer.headers if name.startswith("X-TAXII"))
            found[f"program {path}"] = f"{answer.status_code} {len(dates)} {answer.get_data(as_text=True)}"
        return found


def exchanged(site: Site) -> Partners:
    """Make a profile, a release in a register, an arrival that waits, a draft; a program with its collections."""
    access, ledger = site.platform.access, site.platform.ledger
    release = proposed(site, "seen by nobody else")
    decided(site, release)
    analyst = site.browser("ohlsson")
    profile = re.search(r'href="(/exchange/profiles/[^"?]+)', analyst.get("/exchange").get_data(as_text=True))
    assert profile
    read = arrived(site, [GUN])
    assert analyst.post(f"/exchange/inbound/{read}/read").status_code == 303
    draft = re.search(r'href="(/exchange/drafts/[^"]+)"', analyst.get("/exchange/inbound").get_data(as_text=True))
    assert draft
    arrived(site, [{**GUN, "serial_number": "NVK90018"}])
    agreement = agreed(access, number="MOU-fgr", partner="mx-fgr")
    theirs = program(access, agreement, login="fgr-taxii", agency="mx-fgr")
    out = collection(access, agreement, "out")
    collection(access, agreement, "inbox", may_read=False, may_write=True)
    put_objects(MANAGER, out.id, [*objects(5), stored(TWICE, "2026-01-01T00:00:00.000Z")], ledger=ledger)
    put_objects(MANAGER, out.id, [stored(TWICE, "2026-02-01T00:00:00.000Z")], ledger=ledger)
    headers = {"Accept": MEDIA, "Content-Type": MEDIA, "Authorization": f"Bearer {theirs.token}"}
    path = f"{ROOT}collections/inbox/objects/"
    sent = site.app.test_client().post(path, data=b'{"objects":[{}]}', headers=headers)
    base = f"{ROOT}collections/out/"
    asked = ("objects/", "manifest/", "objects/?limit=2", "manifest/?match[version]=all", f"objects/{TWICE}/")
    asked += (f"objects/{TWICE}/versions/", f"objects/?match[id]={TWICE}&match[version]=first", "")
    addresses = ("/taxii2/", ROOT, f"{ROOT}collections/", f"{ROOT}status/{sent.get_json(force=True)['id']}/")
    return Partners(
        pages=(*OWN_PAGES, profile[1], release, draft[1]),
        addresses=(*addresses, *(base + one for one in asked)),
        token=theirs.token,
    )
