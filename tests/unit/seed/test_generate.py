"""The files of a world: named and headed as ingest expects, the same bytes for the same seed."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from seed.generate import FILES, generate
from seed.world import columns
from seed.world.files import Table
from seed.world.sizes import SIZES
from tests.unit.seed.drawn import Files

CHECKOUT = Path(__file__).resolve().parents[3]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_gives_the_same_bytes(small: Files, tmp_path: Path) -> None:
    generate(7, SIZES["small"], tmp_path, say=lambda _: None)
    assert digests(tmp_path) == digests(small.folder)


def test_another_seed_gives_another_world(small: Files, tmp_path: Path) -> None:
    generate(8, SIZES["small"], tmp_path, say=lambda _: None)
    here, there = digests(tmp_path), digests(small.folder)
    assert {n for n in here if here[n] == there[n]} == {"truth/model.json"}


def test_every_file_has_its_header(small: Files) -> None:
    for _, name, header in FILES:
        first = (small.folder / name).read_text(encoding="utf-8").splitlines()[0]
        assert first == ",".join(header)


def test_trace_header_is_the_one_that_ingest_reads() -> None:
    assert len(columns.TRACES) == 73
    assert columns.TRACES[0] == "trace_number"
    assert columns.TRACES[-1] == "narrative"
    assert len(set(columns.TRACES)) == len(columns.TRACES)


def test_manifest_tells_rows_and_digests(small: Files) -> None:
    written = json.loads((small.folder / "manifest.json").read_text())
    assert written == small.manifest
    assert "invented" in written["notice"]
    for name, told in written["files"].items():
        content = (small.folder / name).read_bytes()
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
        assert told["bytes"] == len(content)
    assert written["files"]["traces.csv"]["rows"] == len(small.rows("traces.csv"))


def test_truth_lies_apart(small: Files) -> None:
    inside = {p.name for p in (small.folder / "truth").iterdir()}
    assert inside == {"traces.csv", "people.csv", "dealers.csv", "rings.json", "model.json",
                      "dealer_list_changes.json"}  # fmt: skip
    for name in ("traces.csv", "traces_mx.csv", "multiple_sales.csv", "ballistics.csv", "thefts.csv"):
        words = (small.folder / name).read_text(encoding="utf-8").casefold()
        for secret in ("straw", "corrupt", "true_serial", "decoy", "false_trace"):
            assert secret not in words, f"{name} gives away {secret!r}"


def test_every_request_has_one_truth(small: Files) -> None:
    told = [row["trace_number"] for row in small.rows("truth/traces.csv")]
    story = {"FGR-SON-1188", "FGR-SON-0119", "FGR-SON-0271", "SON-2026-1188"}
    asked = [r["trace_number"] for name in ("traces.csv", "traces_mx.csv") for r in small.rows(name)]
    assert len(set(asked)) == len(asked)
    assert len(set(told)) == len(told)
    untold = set(asked) - set(told)
    assert set(told) <= set(asked)
    assert story <= untold
    assert len(untold) == 11  # the story's rows, whose truth stands in model.json


def test_requests_come_in_the_order_they_were_asked(small: Files) -> None:
    numbers = [r["trace_number"] for r in small.rows("traces.csv")][7:]
    assert numbers == sorted(numbers)


def test_row_of_wrong_width_is_refused(tmp_path: Path) -> None:
    with Table(tmp_path / "t.csv", ("a", "b")) as table, pytest.raises(ValueError, match="2 columns"):
        table.add([("1", "2", "3")])


def test_command_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, CHECKOUT / "seed" / "generate.py", "--seed", "7", "--size", "small", "--out", tmp_path],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert "2,0" in done.stdout
    assert (tmp_path / "traces.csv").exists()


@pytest.mark.heavy
def test_large_world_keeps_memory_flat(tmp_path: Path) -> None:
    code = (
        "import sys;sys.path.insert(0,sys.argv[1]);from pathlib import Path;"
        "from seed.generate import generate;from seed.world.sizes import SIZES;"
        "generate(7,SIZES['large'],Path(sys.argv[2]),say=lambda _:None);"
        "print(Path('/proc/self/status').read_text())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, CHECKOUT, tmp_path], check=True, capture_output=True, text=True
    )
    # `getrusage` would tell the most memory of the process that this one was forked from.
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", done.stdout)
    assert int(peak) < 600_000, "kilobytes"
    assert json.loads((tmp_path / "manifest.json").read_text())["files"]["traces.csv"]["rows"] == 1_000_007
