"""Column names of a deployment: added to the shipped ones, and refused by file and key when they are wrong."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ironriver.errors import Invalid
from ironriver.ingest.delimited import open_delimited
from ironriver.ingest.headers import columns_of
from ironriver.ingest.mapping import KINDS_OF_FILE, mapping
from ironriver.ingest.table import Record


def told(data: Path, text: str, kind: str = "traces") -> Path:
    """Write a deployment's mapping file and return its data directory."""
    (data / "mappings").mkdir(exist_ok=True)
    (data / "mappings" / f"{kind}.toml").write_text(text, encoding="utf-8")
    return data


@pytest.mark.parametrize("kind", KINDS_OF_FILE)
def test_without_a_file_the_shipped_names_hold(tmp_path: Path, kind: str) -> None:
    assert columns_of(mapping(kind), tmp_path) is mapping(kind).columns
    assert columns_of(mapping(kind), told(tmp_path, "")).required == mapping(kind).columns.required


def test_a_file_with_the_deployments_header_is_read(tmp_path: Path) -> None:
    data = told(tmp_path, '[columns]\ntrace_number = ["Folio"]\nserial = ["No. de arma"]\nmaker = ["Armadora"]\n')
    file = io.BytesIO(b"Folio,No. de arma,Armadora\nF-1,TKF12045,Glock\n")
    with pytest.raises(Invalid):
        open_delimited(io.BytesIO(file.getvalue()), mapping("traces").columns)
    rows = list(open_delimited(file, columns_of(mapping("traces"), data)).rows)
    assert isinstance(rows[0], Record)
    assert rows[0].cells == {"trace_number": "F-1", "serial": "TKF12045", "maker": "Glock"}


def test_shipped_names_stay_beside_those_added(tmp_path: Path) -> None:
    names = columns_of(mapping("traces"), told(tmp_path, '[columns]\nserial = ["Arma"]\n')).names["serial"]
    assert {"serial", "serial_number", "arma"} <= set(names)


def test_a_name_given_here_leaves_the_column_that_had_it(tmp_path: Path) -> None:
    assert "matricula" in mapping("traces").columns.names["serial"]
    names = columns_of(mapping("traces"), told(tmp_path, '[columns]\nvehicle_plate = ["Matricula"]\n')).names
    assert "matricula" in names["vehicle_plate"]
    assert "matricula" not in names["serial"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[columns]\nserail = ['x']\n", "serail"),
        ("[columns]\nserial = 'x'\n", "serial"),
        ("[columns]\nserial = [1]\n", "serial"),
        ("[columns]\nserial = ['--']\n", "serial"),
        ("[columns]\nserial = ['maker']\n", "serial"),
        ("[columns]\nserial = ['x']\nmodel = ['X']\n", "model"),
        ("columns = 3\n", "columns"),
        ("[node]\nname = 'x'\n", "node"),
        ("[columns\n", "mappings"),
    ],
)
def test_what_is_wrong_is_refused_by_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        columns_of(mapping("traces"), told(tmp_path, text))
    said = refusal.value.say
    assert set(refusal.value.fields) == {key}
    for sentence in (said.en, said.es):
        assert str(tmp_path / "mappings" / "traces.toml") in sentence
        assert key in sentence
    assert said.en != said.es


def test_a_file_of_no_kind_is_not_silently_left_aside(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"trace\.toml.*Kinds: dealers"):
        columns_of(mapping("thefts"), told(tmp_path, "", "trace"))


def test_bytes_that_are_no_text_and_files_too_large_are_refused(tmp_path: Path) -> None:
    told(tmp_path, "")
    path = tmp_path / "mappings" / "traces.toml"
    for content in (b"\xff\xfe\x00", b"#" * 300_000):
        path.write_bytes(content)
        with pytest.raises(Invalid, match=r"traces\.toml"):
            columns_of(mapping("traces"), tmp_path)


def test_a_kind_without_columns_takes_no_names(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no such column"):
        columns_of(mapping("source-recovery"), told(tmp_path, "[columns]\nyear = ['x']\n", "source-recovery"))
