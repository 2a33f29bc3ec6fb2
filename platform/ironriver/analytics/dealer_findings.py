"""What the dealer test states of those it flags, with the other side, and the figures of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ironriver.analytics.dealer_test import (
    DealerParameters,
    DealerRow,
    DealerTest,
    Standing,
    funnel_limits,
)
from ironriver.analytics.findings import Band, Counterfactual, Detector, FindingDraft, Point
from ironriver.analytics.volumes import Volume
from ironriver.errors import Say
from ironriver.model.marking import Marking

TITLE = Say(
    "Dealer: {n} traces where {e} are expected of its volume and peers",
    "Comerciante: {n} rastreos donde se esperan {e} por su volumen y sus pares",
)
ABOVE = Say(
    "{n} traces; {peers} peers ({group}) with its volume would have {e} (ratio {r}, 95 % {low} to {high})",
    "{n} rastreos; {peers} pares ({group}) con su volumen tendrían {e} (razón {r}, 95 % {low} a {high})",
)
YEARS = Say("Above expectation in {n} consecutive years", "Por encima de lo esperado en {n} años consecutivos")
SHRUNKEN = Say(
    "Drawn toward its peers, its rate is {m} times theirs; chance that it is over twice theirs: {p} %",
    "Acercada a la de sus pares, su tasa es {m} veces la de ellos; probabilidad de que pase del doble: {p} %",
)
STATED = Say(
    "Sales of {year}: {v} firearms, as stated on {day}", "Ventas de {year}: {v} armas, según lo declarado el {day}"
)
VOLUME = Say(
    "Volume is one year's sales; a dealer who sold more in other years is expected to have more traces",
    "El volumen son las ventas de un año; de quien vendió más en otros años se esperan más rastreos",
)
PLACE = Say(
    "Traces follow what police recover and trace near by: compare with neighbours before anything else",
    "Los rastreos dependen de lo que la policía cercana recupera y rastrea: compare primero con los vecinos",
)
IF_VOLUME = Say("With a volume of {v} a year: as expected", "Con un volumen de {v} al año: lo esperado")
CAVEATS = (
    Say(
        "A trace is no sign of wrongdoing by a dealer. Many traces have innocent causes.",
        "Un rastreo no indica falta alguna del comerciante. Muchos rastreos tienen causas inocentes.",
    ),
    Say(
        "The test aims at one in ten flagged being like its peers; its error in the field is unknown. "
        "Never act on it alone.",
        "La prueba apunta a que uno de cada diez señalados sea como sus pares; su error real se desconoce. "
        "No actúe solo por ella.",
    ),
)


def dealer_drafts(tested: DealerTest, marking: Marking, volumes: Mapping[str, Volume]) -> list[FindingDraft]:
    """Return a draft for each flagged dealer, in order of id; `volumes` says where his volume is from."""
    flagged = (row for row in tested.rows if row.standing is Standing.FLAGGED)
    return [_draft(row, marking, volumes.get(row.id)) for row in flagged]


def funnel_figures(tested: DealerTest, parameters: DealerParameters) -> dict[str, Any]:
    """Return what the funnel page shows: a row per dealer with traces or volume, limits, spread, concentration."""
    rows = [asdict(row) for row in tested.rows if row.traces or row.volume]
    most = max((row.expected for row in tested.rows), default=0.0)
    grid = [round(0.2 * (max(most, 1.0) / 0.2) ** (step / 40), 4) for step in range(41)]
    counts = {one.value: sum(1 for row in tested.rows if row.standing is one) for one in Standing}
    return {
        "dealers": rows,
        "limits": funnel_limits(tested.k, grid) if tested.k else [],
        "k": tested.k,
        "rate": parameters.rate,
        "top_share": tested.top_share,
        "standing": counts,
    }


def _volume_points(volume: Volume | None) -> tuple[Point, ...]:
    if volume is None:
        return ()
    sentence = _say(STATED, year=volume.year, v=volume.sales, day=volume.stated or "–")
    return (Point(code="stated", weight=0, sentence=sentence, fact_ids=volume.fact_ids, sources=volume.sources),)


def _draft(row: DealerRow, marking: Marking, stated: Volume | None) -> FindingDraft:
    said = {"n": row.traces, "e": f"{row.expected:.1f}", "r": f"{row.ratio:.1f}", "peers": row.peers}
    said |= {"group": row.group or "–", "low": f"{row.low:.1f}", "high": f"{row.high:.1f}"}
    volume = (row.volume or 0.0) * row.ratio
    return FindingDraft(
        detector=Detector.DEALER,
        subject_ids=(row.id,),
        # its error in the field is unknown: something to watch, until decided findings say more
        band=Band.WATCH,
        strength=row.mean,
        title=_say(TITLE, **said),
        points=(
            Point(code="above", weight=row.ratio, sentence=_say(ABOVE, **said), fact_ids=(row.id,)),
            Point(code="years", weight=float(row.years_above), sentence=_say(YEARS, n=row.years_above)),
            Point(
                code="shrunken",
                weight=row.mean,
                sentence=_say(SHRUNKEN, m=f"{row.mean:.1f}", p=f"{row.over_two * 100:.0f}"),
            ),
        ),
        against=(
            *_volume_points(stated),
            Point(code="volume", weight=0, sentence=VOLUME),
            Point(code="place", weight=0, sentence=PLACE),
        ),
        counterfactuals=(Counterfactual(sentence=_say(IF_VOLUME, v=f"{volume:.0f}"), strength=1.0),),
        caveats=CAVEATS,
        marking=marking,
    )


def _say(say: Say, **said: object) -> Say:
    return Say(en=say.en.format(**said), es=say.es.format(**said))
