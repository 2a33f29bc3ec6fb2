"""Feeds: the collections of partners that we poll, how each fares, and the button to poll one now."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from ironriver import exchange
from ironriver.access import Action, may
from ironriver.errors import Invalid
from ironriver.exchange import Feed, NewFeed
from ironriver.web import signed_in
from ironriver.web.forms import Form, picker, refused, typed
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages.exchange import shown_queries

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/exchange/feeds")
@guarded(Action.VIEW_EXCHANGE)
def feeds() -> str:
    """List feeds with their health."""
    return _page()


@blueprint.post("/exchange/feeds")
@guarded(Action.EDIT_PROFILE)
def add() -> Response | tuple[str, int]:
    """Keep a feed."""
    new = NewFeed(
        name=typed("name"),
        partner=typed("partner"),
        url=typed("url"),
        login=typed("login"),
        token=typed("password"),
    )
    try:
        exchange.make_feed(signed_in.actor(), new, ledger=signed_in.platform().ledger)
    except Invalid as error:
        return _page(refused("feed", error)), error.status
    flash(t("feeds.kept"), "ok")
    return redirect("/exchange/feeds", HTTPStatus.SEE_OTHER)


@blueprint.post("/exchange/feeds/<feed_id>/poll")
@guarded(Action.REVIEW_INBOUND)
def poll(feed_id: str) -> Response:
    """Queue a poll of one feed; the worker does it, and the page then says how it went."""
    platform, actor = signed_in.platform(), signed_in.actor()
    feed = exchange.find_feed(actor, feed_id, ledger=platform.ledger)
    platform.jobs.submit("poll", actor.id, {"feed_id": feed.id, "name": feed.name})
    flash(t("feeds.queued"), "ok")
    return redirect("/exchange/feeds", HTTPStatus.SEE_OTHER)


def _page(sent: Form | None = None) -> str:
    actor = signed_in.actor()
    found = exchange.all_feeds(actor, ledger=signed_in.platform().ledger)
    return render_template(
        "exchange/feeds.html",
        feeds=[
            (feed, _health(feed), feed.trouble.in_language(language()) if feed.trouble else "") for feed in found
        ],
        edits=may(actor, Action.EDIT_PROFILE),
        polls=may(actor, Action.REVIEW_INBOUND),
        form_of=picker(sent),
        queries=shown_queries(("exchange.feeds", {"limit": 500})),
    )


def _health(feed: Feed) -> str:
    """Return the name of how a feed fares: trouble, never polled, well."""
    return "trouble" if feed.trouble else "well" if feed.healthy else "never"
