"""Questions: the library for everybody, Cypher of one's own for analysts, queries that were saved."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from ironriver import queries
from ironriver.access import Action, may
from ironriver.documents import NOTICE, to_csv
from ironriver.errors import Invalid, IronriverError
from ironriver.jobs import OPEN
from ironriver.ledger import DataCut, Ledger
from ironriver.model.marking import Tlp
from ironriver.queries import Wanted
from ironriver.web import signed_in
from ironriver.web.formats import show_number
from ironriver.web.forms import Form, refused, rows_shown, typed
from ironriver.web.guard import SEARCHES, guarded, limiter
from ironriver.web.leaving import has_left
from ironriver.web.look import language, t
from ironriver.web.pages.queries import answer_table, engine_of, entries, flat_rows, result_table
from ironriver.web.pages.query_editor import editor_setup, nothing_found
from ironriver.web.pages.things import queries_of

blueprint = Blueprint("queries", __name__)
JOB_KIND = "projection"
_FIRST = "MATCH (f:Firearm)<-[:OF]-(r:Recovery)\nRETURN f.id AS firearm_id, r.date AS recovered\nLIMIT 25"
#: Names of form fields that hold the values of parameters begin so.
_VALUE = "value_"
Page = str | BaseResponse | tuple[str, int]


def _ledger() -> Ledger:
    return signed_in.platform().ledger


@blueprint.get("/queries")
@guarded(Action.ASK_QUESTION)
def home() -> str:
    """List the library, and to analysts the queries that they may use."""
    actor = signed_in.actor()
    shown = rows_shown(queries.LISTED)
    runs = may(actor, Action.RUN_CYPHER)
    own = queries.saved_queries(actor, ledger=_ledger(), limit=shown + 1) if runs else ()
    return render_template(
        "queries/home.html",
        questions=queries.questions(actor, ledger=_ledger()),
        saved=own[:shown],
        more=4 * shown if len(own) > shown else 0,
        said=language(),
    )


@blueprint.get("/queries/library/<name>")
@guarded(Action.ASK_QUESTION)
def question(name: str) -> str:
    """Show one question with its form. What is typed into it is posted, never put into an address."""
    found = queries.question(signed_in.actor(), name, ledger=_ledger())
    given = {key: text[:80] for key, text in request.args.items()}
    fields = entries(found.parameters, given, found)
    return render_template("queries/question.html", one=found, fields=fields, table=None, form=Form(name="ask"))


@blueprint.post("/queries/library/<name>")
@guarded(Action.ASK_QUESTION)
@limiter.limit(SEARCHES)
def ask(name: str) -> Page:
    """Ask the question, as a table or as a file for spreadsheets."""
    found = queries.question(signed_in.actor(), name, ledger=_ledger())
    given = _given()
    fields = entries(found.parameters, given, found)
    try:
        asked = queries.ask_question(signed_in.actor(), name, given, ledger=_ledger())
    except Invalid as error:
        page = render_template(
            "queries/question.html", one=found, fields=fields, table=None, form=refused("ask", error)
        )
        return page, error.status
    if typed("as") == "csv":
        return _file(name, flat_rows(found.columns, asked.rows), asked.answer.cut, more=asked.more)
    return render_template(
        "queries/question.html",
        one=found,
        fields=fields,
        table=answer_table(asked),
        shown=queries_of([asked.answer]),
        form=Form(name="ask"),
        marking_level=_level(),
    )


@blueprint.get("/queries/write")
@guarded(Action.RUN_CYPHER)
def write() -> str:
    """Show the editor, empty or with the text of a saved query."""
    return _editor(_opened(request.args.get("from", ""), request.args.get("n", default=0, type=int)))


@blueprint.post("/queries/write")
@guarded(Action.RUN_CYPHER)
@limiter.limit(SEARCHES)
def run() -> Page:
    """Run, check or save what was written. The text stays as it was typed, whatever comes of it."""
    sent = _sent()
    try:
        if typed("do") == "save":
            return _save(sent)
        parameters = queries.read_parameters(sent.get("parameters", "").splitlines())
        queries.check_used(sent.get("text", ""), parameters)
        if typed("do") == "check":
            return _checked(sent)
        values = queries.bind(parameters, _given())
        wanted = Wanted(
            text=sent.get("text", ""), params=values, query_id=sent.get("query_id", ""), version=_seen(sent)
        )
        result = queries.run_query(signed_in.actor(), wanted, ledger=_ledger(), gone=has_left)
    except IronriverError as error:
        return _editor(sent, form=refused("query", error)), error.status
    if typed("do") == "csv":
        return _file("query", flat_rows(result.columns, result.rows), result.cut, more=result.more)
    return _editor(sent, table=result_table(result), result=result)


@blueprint.post("/queries/stop")
@guarded(Action.RUN_CYPHER)
def stop() -> Page:
    """End my running queries, from whatever window they were started. What was written stays in the editor."""
    ended = queries.stop_queries(signed_in.actor(), ledger=_ledger())
    # Leaving its page may have ended a query before this did: then there is nothing to count.
    flash(t("query_editor.stopped", n=ended) if ended else t("query_editor.stopped_none"), "ok")
    if "text" in request.form:
        return _editor(_sent())
    return redirect(url_for("queries.write"), HTTPStatus.SEE_OTHER)


@blueprint.post("/queries/projection")
@guarded(Action.RUN_CYPHER)
def projection() -> BaseResponse:
    """Have the projection of my clearance made anew in the background."""
    jobs = signed_in.platform().jobs
    waiting = jobs.list(signed_in.actor().id, kinds=(JOB_KIND,), states=OPEN)
    job = waiting[0] if waiting else jobs.submit(JOB_KIND, signed_in.actor().id, {"name": t("queries.projection")})
    return redirect(f"/imports/jobs/{job.id}", HTTPStatus.SEE_OTHER)


@blueprint.get("/queries/saved/<query_id>")
@guarded(Action.RUN_CYPHER)
def saved(query_id: str) -> str:
    """Show a saved query: versions, and what changed between each and the one before."""
    found = queries.find_query(signed_in.actor(), query_id, ledger=_ledger())
    versions = queries.query_versions(signed_in.actor(), query_id, ledger=_ledger())
    steps = [
        (new, queries.differences(old, new) if old else ())
        for new, old in zip(versions, (*versions[1:], None), strict=True)
    ]
    return render_template("queries/saved.html", one=found, steps=steps)


def _save(sent: dict[str, str]) -> BaseResponse:
    scope = sent.get("scope", "me")
    draft = queries.QueryDraft(
        title=sent.get("title", ""),
        about=sent.get("about", ""),
        text=sent.get("text", ""),
        parameters=tuple(sent.get("parameters", "").splitlines()),
        scope=queries.Scope(scope) if scope in set(queries.Scope) else queries.Scope.ME,
        query_id=sent.get("query_id", ""),
        seen=_seen(sent),
    )
    made = queries.save_query(signed_in.actor(), draft, ledger=_ledger())
    return redirect(url_for("queries.saved", query_id=made), HTTPStatus.SEE_OTHER)


def _seen(sent: dict[str, str]) -> int:
    """Return the version that the editor began with; none for what is no number of one."""
    said = sent.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _checked(sent: dict[str, str]) -> Page:
    """Say what the guard says, without running anything."""
    found = queries.lint(signed_in.actor(), sent.get("text", ""), {}, ledger=_ledger())
    said = [(one.line, one.say.in_language(language())) for one in found.refusals]
    return _editor(sent, lint=said, good=nothing_found(by_engine=found.by_engine))


def _editor(sent: dict[str, str], **more: Any) -> str:  # noqa: ANN401 - what the template shows besides
    actor = signed_in.actor()
    try:
        parameters = queries.read_parameters(sent.get("parameters", "").splitlines())
    except Invalid:
        parameters = ()
    given = {name.removeprefix(_VALUE): text for name, text in sent.items() if name.startswith(_VALUE)}
    known: dict[str, Any] = {"table": None, "result": None, "lint": [], "good": ""}
    return render_template(
        "queries/write.html",
        sent=sent,
        fields=entries(parameters, given, None),
        engine=engine_of(queries.find_projection(_ledger().settings, actor), queries.refusal_of(actor, _ledger())),
        words=queries.ontology(),
        setup=editor_setup(queries.saved_forms(actor, ledger=_ledger())),
        marking_level=_level(),
        seconds=int(queries.RUN_SECONDS),
        **{"form": Form(name="query")} | known | more,
    )


def _opened(query_id: str, number: int) -> dict[str, str]:
    """Return what the editor begins with."""
    if not query_id:
        return {"text": _FIRST}
    found = queries.find_query(signed_in.actor(), query_id, ledger=_ledger())
    versions = queries.query_versions(signed_in.actor(), query_id, ledger=_ledger())
    version = next((one for one in versions if one.n == number), versions[0])
    asked = {f"{_VALUE}{one.name}": request.args.get(f"{_VALUE}{one.name}", "")[:80] for one in version.parameters}
    return {
        **{name: value for name, value in asked.items() if value},
        "query_id": found.id,
        "seen": str(found.n),
        "title": version.title,
        "about": found.about,
        "scope": found.scope,
        "text": version.text,
        "parameters": "\n".join(one.line for one in version.parameters),
    }


def _sent() -> dict[str, str]:
    return {key: value for key, value in request.form.items() if key != "csrf_token"}


def _given() -> dict[str, str]:
    return {key.removeprefix(_VALUE): text for key, text in request.form.items() if key.startswith(_VALUE)}


def _level() -> int:
    """Rows may rest on anything that is open to who asks, also where they do not say so: marked as that."""
    return max(int(Tlp.AMBER), int(signed_in.actor().max_tlp))


def _file(name: str, rows: Sequence[Sequence[object]], cut: DataCut, *, more: bool) -> Response:
    """Return rows as a file; what it is marked with, its data cut and the notice go along as the last rows.

    Where there are more rows than it holds, it says so before them.
    """
    left = [[t("queries.showing_of_more", n=show_number(len(rows) - 1, language()))]] if more else []
    told = [
        *left,
        [f"{t('frame.sensitive')} | {Tlp(_level()).label}"],
        [cut.at, cut.id],
        [NOTICE.in_language(language())],
    ]
    answer = Response(to_csv([*rows, *told]).encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
