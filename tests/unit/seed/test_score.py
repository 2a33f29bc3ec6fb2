"""Scoring: what counts as found, intervals, and the command on a small world."""

from __future__ import annotations

from pathlib import Path

import pytest

from ironriver import cli
from seed.generate import generate
from seed.score.evaluate import SCORERS, figure_of, table
from seed.score.inputs import ring_inputs, rows_of
from seed.score.people_and_dealers import score_dealers, score_straws
from seed.score.rings import figures_of, planted_rings, score_rings
from seed.score.times import score_times
from seed.world.sizes import SIZES

PLANTED = {"1": {"a", "b", "c", "d"}, "2": {"e", "f", "g"}}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    generate(11, SIZES["small"], folder, say=lambda _: None)
    return folder


def test_half_of_a_group_in_a_claim_half_made_of_it_is_found() -> None:
    exactly = figures_of([["a", "b", "x", "y"]], PLANTED)
    assert exactly["ring recall@50"] == 0.5
    assert exactly["ring precision@50"] == 1.0
    assert figures_of([["a", "b", "x", "y", "z"]], PLANTED)["ring recall@50"] == 0.0  # mostly others
    assert figures_of([["a", "x"]], PLANTED)["ring recall@50"] == 0.0  # one of four


def test_only_the_first_fifty_count_at_fifty() -> None:
    claims = [[f"x{n}", f"y{n}"] for n in range(50)] + [["e", "f", "g"]]
    figures = figures_of(claims, PLANTED)
    assert figures["ring recall@50"] == 0.0
    assert figures["ring recall, all claimed"] == 0.5
    assert figures["ring precision@50"] == 0.0
    assert figures["ring precision, all claimed"] == pytest.approx(1 / 51)


def test_no_claim_is_no_false_claim() -> None:
    assert figures_of([], PLANTED)["ring precision@50"] == 1.0
    assert figures_of([], {})["ring recall@50"] == 0.0


def test_an_interval_is_over_seeds() -> None:
    one = figure_of("f", [0.6, 0.8])
    assert one.mean == pytest.approx(0.7)
    assert one.high - one.mean == pytest.approx(12.706 * 0.1, rel=1e-3)
    assert figure_of("f", [0.5]).low == 0.5
    text = table([one, figure_of("g", [0.5])], "small")
    assert text.count("simulated (small world)") == 2
    assert "one seed: none" in text


def test_both_trace_files_are_read_with_their_own_dates(world: Path) -> None:
    rows = list(rows_of(world))
    assert {row.number[:4] == "SON-" for row in rows} == {True, False}
    dated = [row for row in rows if row.sold]
    assert len(dated) > 0.9 * len(rows)
    assert all("1960" < row.sold[:4] < "2027" for row in dated)
    inputs = ring_inputs(world)
    assert {tie.kind for tie in inputs.ties} == {"Phone", "Place", "Dealer"}


def test_truth_is_told_by_the_keys_of_the_files(world: Path) -> None:
    planted = planted_rings(world)
    assert len(planted) == 5  # three rings, one of many dealers, one pipeline; twins are no people
    known = {tie.person for tie in ring_inputs(world).ties}
    named = set().union(*planted.values()) & known
    assert len(named) > 10


def test_a_small_world_scores_as_it_did(world: Path) -> None:
    figures = score_rings(world).figures
    assert figures["rings planted"] == 5.0
    assert figures["claimed on a rewired network"] == 0.0
    assert figures["ring recall@50"] >= 0.4
    assert figures["ring precision@50"] >= 0.5


def test_straws_and_dealers_are_scored_from_the_same_files(world: Path) -> None:
    straws = score_straws(world).figures
    assert straws["straw precision@50"] > 0.4
    assert straws["straws flagged of those traced"] > 0.6
    dealers = score_dealers(world).figures
    assert dealers["dealers flagged"] >= 1.0
    assert 0.0 <= dealers["dealer false discovery"] <= 1.0
    # left out where planted buyers were seen in every flagged dealer's shop: nobody is left to be wrong about
    assert dealers.get("same, without planted buyers' shops", 0.0) <= dealers["dealer false discovery"]


def test_the_estimate_at_a_cut_is_nearer_to_what_came_later_than_the_plain_median(world: Path) -> None:
    figures = score_times(world).figures
    assert figures["TTC guns at the cut"] >= 50
    assert abs(figures["TTC median bias"]) < abs(figures["TTC median bias, uncorrected"])
    assert figures["TTC median bias, uncorrected"] < 0, "late sales have had no time to show long times"
    assert figures["TTC interval covers the truth"] in (0.0, 1.0)


def test_the_command_prints_figures_labelled_simulated(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run_command(["evaluate", "--seeds", "2", "--first", "31", "--detector", "ring"]) == 0
    said = capsys.readouterr().out
    assert "seed 31" in said
    assert "seed 32" in said
    assert said.count("simulated (small world); field error unknown") == 7


def test_what_cannot_be_scored_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run_command(["evaluate", "--detector", "fortune"]) == 1
    assert ", ".join(SCORERS) in capsys.readouterr().err
    assert cli.run_command(["evaluate", "--seeds", "0"]) == 1
