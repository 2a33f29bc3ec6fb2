"""What was typed into a form and what is wrong with it, so that a refused form comes back as it was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import request

from ironriver.errors import IronriverError
from ironriver.model.marking import Handling, Tlp
from ironriver.web.look import language, t

#: Never sent back: passwords and codes are typed again.
SECRET = frozenset({"csrf_token", "password", "old_password", "again", "code", "totp"})

#: No list goes on beyond this, whatever number an address asks for.
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of a page. `name` goes before the ids of its fields, so that two forms can have a `login`."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    #: What is ticked or listed, for fields that take several.
    chosen: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""


def refused(name: str, error: IronriverError) -> Form:
    """Return the form of this request with the refusal's sentences, in the language of the page."""
    said = language()
    return Form(
        name=name,
        values={key: value for key, value in request.form.items() if key not in SECRET},
        chosen={key: request.form.getlist(key) for key in request.form if key not in SECRET},
        errors={key: say.in_language(said) for key, say in error.fields.items()},
        refusal=error.say.in_language(said),
    )


def picker(sent: Form | None) -> Callable[[str], Form]:
    """Return what gives a template the refused form under its name, and a blank one under every other."""
    return lambda name: sent if sent is not None and sent.name == name else Form(name=name)


def typed(name: str) -> str:
    """Return what was typed into a field, without blanks around it."""
    return request.form.get(name, "").strip()


def rows_shown(first: int, most: int = MOST_ROWS) -> int:
    """Return how many rows of a list that goes on are to be shown: `first`, or what its "Show more" asked for."""
    return min(max(request.args.get("shown", default=first, type=int), first), most)


def typed_level(name: str = "tlp") -> Tlp:
    """Return the level that was chosen; one that does not exist becomes the narrowest."""
    level = request.form.get(name, type=int)
    return Tlp(level) if level in set(Tlp) else Tlp.RED


def typed_handling(name: str = "handling") -> frozenset[Handling]:
    """Return the handling codes that were ticked; words that are no code are left out."""
    return frozenset(Handling(one) for one in request.form.getlist(name) if one in set(Handling))


def unlike(name: str, *needed: str) -> Form | None:
    """Return the refused form when a needed field is empty, or the new password and its repetition differ."""
    gaps = {key: t("claim.missing") for key in (*needed, "password", "again") if not request.form.get(key)}
    if not gaps and request.form["password"] != request.form["again"]:
        gaps = {"again": t("claim.differ")}
    if not gaps:
        return None
    kept = {key: value for key, value in request.form.items() if key not in SECRET}
    return Form(name=name, values=kept, errors=gaps, refusal=t("claim.not_set"))
