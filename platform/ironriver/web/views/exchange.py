"""Partners: their profiles and the register of what they were given; the editor of one profile."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from ironriver import documents, exchange
from ironriver.access import PURPOSES, Action, may, say_purpose
from ironriver.access.agreements import Agreement
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.exchange import NewCollection, NewProfile, Profile
from ironriver.model.marking import Handling, Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed, typed_handling, typed_level
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages.exchange import (
    Asked,
    choices,
    collection_options,
    collection_rows,
    field_options,
    profile_form,
    profile_rows,
    register_csv,
    release_rows,
    shown_queries,
)

blueprint = Blueprint("exchange", __name__)

SAID_IN_FORM = (Invalid, Conflict, NotAllowed)


@blueprint.get("/exchange")
@guarded(Action.VIEW_EXCHANGE)
def home() -> str:
    """List partners' profiles and the newest releases."""
    return _home()


@blueprint.get("/exchange/register.csv")
@guarded(Action.VIEW_EXCHANGE)
def rows() -> Response:
    """Return the whole register as rows for a spreadsheet; the last two are the marking and the notice."""
    actor, ledger = signed_in.actor(), signed_in.platform().ledger
    found, after = list[exchange.Release](), ""
    while True:
        page = exchange.register(actor, after=after, ledger=ledger)
        found += page.releases
        if not (after := page.next_):
            break
    level = Tlp(max([int(Tlp.AMBER), *(int(one.tlp) for one in found)])).label
    told = [[f"{t('frame.sensitive')} | {level}"], [documents.NOTICE.in_language(language())]]
    answer = Response(documents.to_csv([*register_csv(found), *told]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="releases.csv"'
    return answer


@blueprint.post("/exchange/profiles")
@guarded(Action.EDIT_PROFILE)
def make() -> BaseResponse | tuple[str, int]:
    """Make a profile under an agreement that stands."""
    try:
        made = exchange.make_profile(signed_in.platform().access, signed_in.actor(), _new())
    except SAID_IN_FORM as error:
        return _home(refused("profile", error)), error.status
    flash(t("exchange.profile_made"), "ok")
    return redirect(f"/exchange/profiles/{made.id}", HTTPStatus.SEE_OTHER)


@blueprint.post("/exchange/collections")
@guarded(Action.EDIT_PROFILE)
def collect() -> BaseResponse | tuple[str, int]:
    """Make a collection from which a partner's program fetches, or into which it sends."""
    is_inbox = typed("way") == "inbox"
    new = NewCollection(
        agreement_id=typed("agreement_id"),
        title=typed("title"),
        alias=typed("alias").lower(),
        max_tlp=typed_level(),
        handling=typed_handling(),
        may_read=not is_inbox,
        may_write=is_inbox,
    )
    try:
        exchange.make_collection(signed_in.platform().access, signed_in.actor(), new)
    except (*SAID_IN_FORM, NotFound) as error:
        return _home(refused("collection", error)), error.status
    flash(t("exchange.collection_made"), "ok")
    return redirect("/exchange", HTTPStatus.SEE_OTHER)


@blueprint.get("/exchange/profiles/<profile_id>")
@guarded(Action.VIEW_EXCHANGE)
def profile(profile_id: str) -> str:
    """Show a profile, its editor, and what can be viewed as this partner."""
    return profile_page(_find(profile_id))


@blueprint.post("/exchange/profiles/<profile_id>")
@guarded(Action.EDIT_PROFILE)
def change(profile_id: str) -> BaseResponse | tuple[str, int]:
    """Change a profile; what was released before stays as it was."""
    found = _find(profile_id)
    try:
        exchange.change_profile(signed_in.platform().access, signed_in.actor(), profile_id, _new())
    except SAID_IN_FORM as error:
        return profile_page(found, refused("profile", error)), error.status
    flash(t("exchange.profile_changed"), "ok")
    return redirect(f"/exchange/profiles/{profile_id}", HTTPStatus.SEE_OTHER)


@blueprint.get("/stix/schemas/<name>.json")
@guarded(Action.ENTER)
def schema(name: str) -> Response:
    """Serve a published schema of our STIX extensions to anybody: it holds no data."""
    if name not in exchange.SCHEMAS:
        abort(404)
    return Response(exchange.schema_bytes(name), mimetype="application/schema+json")


def profile_page(found: Profile, sent: Form | None = None, asked: Asked | None = None) -> str:
    """Render one profile with the form for a release; `asked` is a preview that was made."""
    actor = signed_in.actor()
    return render_template(
        "exchange/profile.html",
        profile=found,
        field_list=field_options(),
        kept=[title for key, title in field_options() if key in found.fields],
        by_request=[(key, title) for key, title in field_options() if key in exchange.BY_REQUEST & found.fields],
        purposes=[(code, say_purpose(code).in_language(language())) for code in sorted(found.purposes)],
        all_purposes=_purposes(),
        choices=choices(),
        collections=collection_options(exchange.collections_for(actor, found, ledger=signed_in.platform().ledger)),
        asked=asked,
        chosen=_chosen(),
        edits=may(actor, Action.EDIT_PROFILE),
        releases=may(actor, Action.PREPARE_RELEASE),
        form_of=picker(sent or profile_form(found)),
        queries=shown_queries(("exchange.profile", {"id": found.id})),
    )


def _home(sent: Form | None = None) -> str:
    actor, platform = signed_in.actor(), signed_in.platform()
    edits = may(actor, Action.EDIT_PROFILE)
    page = exchange.register(actor, after=request.args.get("after", "")[:80], ledger=platform.ledger)
    return render_template(
        "exchange/exchange.html",
        profiles=profile_rows(exchange.all_profiles(actor, ledger=platform.ledger)),
        register=release_rows(page.releases),
        collections=collection_rows(exchange.all_collections(actor, ledger=platform.ledger)),
        handlings=[(one.value, one.value) for one in Handling],
        next_=page.next_,
        agreements=[(one.id, f"{one.number} · {one.partner}") for one in _standing()] if edits else [],
        field_list=field_options(),
        usual=sorted(exchange.USUAL),
        all_purposes=_purposes(),
        choices=choices(),
        edits=edits,
        chosen=_chosen(),
        form_of=picker(sent),
        queries=shown_queries(("exchange.profiles", {"limit": 500}), ("exchange.releases", {"limit": 101})),
    )


def _chosen() -> dict[str, str]:
    """Return what a page of a gun or a finding sent here to be released: kind → id."""
    return {kind: request.args[kind][:60] for kind in ("firearm", "finding") if kind in request.args}


def _standing() -> list[Agreement]:
    return exchange.standing_agreements(signed_in.platform().access, signed_in.actor())


def _find(profile_id: str) -> Profile:
    return exchange.find_profile(signed_in.actor(), profile_id, ledger=signed_in.platform().ledger)


def _purposes() -> list[tuple[str, str]]:
    return [(code, say.in_language(language())) for code, say in PURPOSES.items()]


def _new() -> NewProfile:
    floor = typed("floor")
    return NewProfile(
        name=typed("name"),
        agreement_id=typed("agreement_id"),
        purposes=frozenset(request.form.getlist("purposes")),
        max_tlp=typed_level(),
        fields=frozenset(request.form.getlist("fields")),
        place=exchange.Place(typed("place")) if typed("place") in set(exchange.Place) else exchange.Place.COUNTRY,
        day=exchange.Day(typed("day")) if typed("day") in set(exchange.Day) else exchange.Day.YEAR,
        floor=int(floor) if floor.isdecimal() and len(floor) < 6 else 0,
        flavour=exchange.Flavour.CORE if typed("flavour") == "core" else exchange.Flavour.FULL,
    )
