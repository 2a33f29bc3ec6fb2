"""What waits for one person, room by room. Reads nothing itself: every line comes from a room's public function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile

from flask import url_for

from ironriver import clock, custody, exchange, reports, review, tracing
from ironriver.access import Action, approvals, find_account, may, may_now
from ironriver.app import Platform
from ironriver.jobs import State as JobState
from ironriver.ledger import Answer
from ironriver.model.actor import Actor
from ironriver.review import QueueFilter, QueueRow, Referral, ReferralState
from ironriver.tracing import Filter, State, TraceForm
from ironriver.web.look import language, t
from ironriver.web.pages.jobs import job_row
from ironriver.web.pages.things import act_words

#: Results and failures older than this are no news.
NEWS = timedelta(days=14)
#: A referral in one of these waits for a step of its author.
_AUTHORS_TURN = (ReferralState.DRAFTED, ReferralState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that waits: where it is dealt with, and since when (a `clock.stamp`)."""

    text: str
    href: str
    note: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lines of one sort; its name is a word under `inbox`."""

    name: str
    lines: tuple[Line, ...]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more of them than are listed."""
        return self.name == "offered" and len(self.lines) >= custody.MOST_OFFERED


@dataclass(slots=True)
class Desk:
    """Whose inbox it is, and the questions that were asked for it."""

    actor: Actor
    platform: Platform
    answers: list[Answer]

    def parts(self) -> list[Part]:
        """Return what waits, most pressing first, without empty parts."""
        made = {
            "decide": self.decisions,
            "offered": self.offered,
            "findings": self.findings,
            "referrals": self.referrals,
            "traces": self.traces,
            "drafts": self.drafts,
            "failed": self.failed,
        }
        parts = [Part(name=name, lines=tuple(lines())) for name, lines in made.items()]
        return [part for part in parts if part.lines]

    def decisions(self) -> Iterator[Line]:
        """What another person proposed and this one may decide, with the page where it can be read whole."""
        ledger = self.platform.ledger
        waiting = approvals.waiting(self.actor, ledger=ledger)
        pages = self._pages() if waiting else {}
        for one in waiting:
            proposer = find_account(ledger, id=one.proposed_by)
            yield Line(
                text=act_words("approvals.act_", one.act) or t("approvals.act_other", act=one.act),
                href=pages.get(one.id) or url_for("approvals.one", proposal_id=one.id),
                note=t("inbox.proposed_by", name=proposer.name) if proposer else "",
                at=one.proposed,
            )

    def _pages(self) -> dict[str, str]:
        """Return the page of each proposal whose thing this person may open, by the proposal's id."""
        actor, ledger = self.actor, self.platform.ledger
        found: dict[str, str] = {}
        if may(actor, Action.VIEW_EXCHANGE):
            for release in exchange.register(actor, ledger=ledger).releases:
                found[release.proposal] = url_for("releases.release", release_id=release.id)
        if may(actor, Action.VIEW_REVIEW):
            for referral in review.referral_page(actor, ledger=ledger).referrals:
                found[referral.proposal] = url_for("referrals.show", referral_id=referral.id)
        if actor.case and may(actor, Action.VIEW_EXHIBITS):
            for package in custody.packages_of_case(actor, actor.case, ledger=ledger):
                found[package.proposal] = url_for("packages.package", package_id=package.id)
        if may_now(actor, Action.OPEN_CASE_FILE):
            for file in reports.case_files(actor, actor.case, ledger=ledger):
                found[file.proposal] = url_for("case_files.case_file", file_id=file.id)
        found.pop("", None)
        return found

    def offered(self) -> Iterator[Line]:
        """Exhibits that somebody offers to this person."""
        if may(self.actor, Action.HANDLE_EXHIBIT):
            for one in custody.offered_to(self.actor, ledger=self.platform.ledger):
                chain, _ = custody.find_chain(self.actor, one.id, ledger=self.platform.ledger)
                href, offer = url_for("custody.exhibit", exhibit_id=one.id), chain.waiting
                note = t("inbox.offered_by", name=offer.by_name, case=one.case_number) if offer else ""
                at = offer.at if offer else ""
                yield Line(text=f"{one.number} {one.description}", href=href, note=note, at=at)

    def findings(self) -> Iterator[Line]:
        """Findings that this person claimed and has not decided."""
        if may(self.actor, Action.JUDGE_FINDING):
            for row in self._all_claimed():
                href = url_for("review.finding", finding_id=row.finding.id)
                yield Line(text=row.finding.title.in_language(language()), href=href, at=row.since)

    def _all_claimed(self) -> Iterator[QueueRow]:
        chosen = QueueFilter(mine=True)
        while True:
            page = review.read_queue(self.actor, chosen, ledger=self.platform.ledger)
            self.answers += page.answers
            yield from page.rows
            if page.more is None:
                return
            chosen = replace(chosen, after=page.more)

    def referrals(self) -> Iterator[Line]:
        """Referrals whose next step is this person's own."""
        if may(self.actor, Action.DRAFT_REFERRAL):
            for one in self._all_referrals():
                if one.author == self.actor.id and one.state in _AUTHORS_TURN:
                    state = review.REFERRAL_STATES[one.state].in_language(language())
                    href = url_for("referrals.show", referral_id=one.id)
                    yield Line(text=f"{one.number} {one.recipient}", href=href, note=state, at=one.changed)

    def _all_referrals(self) -> Iterator[Referral]:
        after = ("", "")
        while True:
            page = review.referral_page(self.actor, after=after, ledger=self.platform.ledger)
            self.answers += page.answers
            yield from page.referrals
            if not page.more[0]:
                return
            after = page.more

    def traces(self) -> Iterator[Line]:
        """Trace requests of this person that were asked about, or that were answered lately."""
        if may(self.actor, Action.REQUEST_TRACE):
            since = _since()
            answered = takewhile(lambda one: one.changed >= since, self._all_requests(State.COMPLETE))
            for one in (*self._all_requests(State.INFO_NEEDED), *answered):
                if one.author == self.actor.id:
                    href = url_for("trace_requests.show", form_id=one.id)
                    state = tracing.STATES[one.state].in_language(language())
                    yield Line(text=f"{one.number} {one.title}", href=href, note=state, at=one.changed)

    def _all_requests(self, state: State) -> Iterator[TraceForm]:
        """Yield what the person may see in this state, last changed first, however many are other people's."""
        after = ("", "")
        while True:
            chosen = Filter(states=(state.value,), after=after)
            page = tracing.monitor(self.actor, chosen, ledger=self.platform.ledger)
            yield from page.forms
            if not page.more[0]:
                return
            after = page.more

    def drafts(self) -> Iterator[Line]:
        """One line for all that came in from partners and nobody judged yet."""
        if may(self.actor, Action.REVIEW_INBOUND):
            found = exchange.draft_counts(self.actor, ledger=self.platform.ledger)
            waiting = [one for one in found if one.state == "draft"]
            if waiting:
                newest = max(one.newest for one in waiting)
                text = t("inbox.drafts_n", n=sum(one.n for one in waiting))
                yield Line(text=text, href=url_for("inbound.inbound"), at=newest)

    def failed(self) -> Iterator[Line]:
        """Background work that this person asked for and that failed lately."""
        for job in self.platform.jobs.list(self.actor.id, states=(JobState.FAILED,)):
            if job.ended >= _since():
                row = job_row(job)
                yield Line(text=row.name, href=url_for("imports.job", job_id=job.id), note=row.error, at=job.ended)


def _since() -> str:
    return clock.stamp(clock.now() - NEWS)
