"""What tests of the newer rooms drive: one of everything, made by the people who make it, and every route to it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from tests.unit.tracing.test_request_cases import MX, US
from tests.web.site import Browser, Site

GUN = {
    "description": "Pistol, Harrow & Pike HP-9", "make": "Harrow & Pike", "serial_frame": "TKF11987",
    "seal": "S-40118", "condition": "Safe", "finder": "Officer 2207", "authority": "Warrant SW-25-3381",
}  # fmt: skip
FILE = {"description": "Video of the counter", "finder": "Officer 2207", "authority": "Consent C-118"}
#: Every demonstration login, in the order of the columns of `test_permissions`.
LOGINS = ("marchetti", "ohlsson", "reyes", "quill", "abara", "sandoval", "whitfield", "auditor", "admin")


@dataclass(frozen=True)
class Things:
    """Addresses' parts: one case, a gun, a file, a package of Tucson; a request of each agency."""

    case: str
    gun: str
    file: str
    package: str
    request: str
    foreign: str
    trace: str

    def filled(self, rule: str) -> str:
        """A route with these things in it."""
        parts = {"case_id": self.case, "exhibit_id": self.gun, "package_id": self.package}
        parts |= {"form_id": self.request, "trace_id": self.trace, "agency": "us-tpd", "form": "pdf"}
        parts |= {"firearm_id": "firearm_" + "0" * 32, "name": "firearm-1.0"}
        return re.sub(r"<(\w+)>", lambda found: parts.get(found[1], f"{found[1][:-3]}_{'0' * 32}"), rule)


def case_of(browser: Browser) -> str:
    page = browser.get("/cases").get_data(as_text=True)
    found = re.search(r'href="/cases/(case_[0-9a-f]+)">IR-2026-0417<', page)
    assert found
    return found[1]


def last_part(browser: Browser, path: str, data: dict[str, object], **more: object) -> str:
    answer = browser.post(path, data, **more)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    return answer.headers["Location"].rpartition("/")[2]


def made_things(site: Site) -> Things:
    """Receive, propose and begin one of each."""
    quill, abara = site.browser("quill"), site.browser("abara")
    case = case_of(quill)
    gun = last_part(quill, f"/cases/{case}/exhibits/firearm", dict(GUN))
    sent = {**FILE, "file": (io.BytesIO(b"frames" * 99), "camera.mp4")}
    file = last_part(quill, f"/cases/{case}/exhibits/file", sent, content_type="multipart/form-data")
    asked = {"exhibits": gun, "matter": "criminal", "court": "Superior Court", "reason": "Trial in Pima County"}
    package = last_part(abara, f"/cases/{case}/packages", {**asked, "language": "en", "step": "propose"})
    home = last_part(site.browser("reyes"), "/trace-requests", {**US, "do": "submit"})
    foreign = last_part(site.browser("tamayo"), "/trace-requests", {**MX, "do": "save"})
    trace = "trace_" + "0" * 32
    return Things(case=case, gun=gun, file=file, package=package, request=home, foreign=foreign, trace=trace)


def rules_of(site: Site) -> list[tuple[str, str, str]]:
    """Every route of the newer rooms as (method, rule, endpoint), read off the application itself."""
    rooms = {
        *("custody", "packages", "trace_requests", "summary", "referral_list", "review", "referrals", "statistics"),
        *("exchange", "releases", "feeds", "inbound", "map", "timeline", "saved_charts", "queries", "case_files"),
        *("analytics", "inbox", "query_help"),
    }
    found = []
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in rooms and not str(rule.rule).startswith("/api/"):
            method = "POST" if "POST" in (rule.methods or set()) else "GET"
            found.append((method, str(rule.rule), rule.endpoint))
    return sorted(found)
