"""Hostile and broken files through the front door: a sentence or a reject row, never a traceback."""

import os

import pytest

from ironriver import ingest
from ironriver.errors import IronriverError
from ironriver.ingest import sources
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers

HEADER = ",".join(trace(1))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n\n"),
        ("zip.csv", b"PK\x03\x04" + b"\x00" * 40),
        ("nul.csv", b"trace_number,serial,maker\n\x00\x00\n"),
        ("utf16.csv", HEADER.encode("utf-16")),
        ("other.csv", b"a,b,c\n1,2,3\n"),
        ("twice.csv", b"trace_number,serial,maker,maker\n1,2,3,4\n"),
    ],
)
def test_a_file_that_is_no_trace_table_is_refused_and_opens_no_batch(bring, world, tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IronriverError) as caught:
        bring(path, "traces")
    assert caught.value.say.en
    assert caught.value.say.es
    assert ingest.list_batches(world.actor, ledger=world.ledger) == []


@pytest.mark.parametrize("kind", ingest.KINDS)
def test_every_kind_refuses_noise(bring, tmp_path, kind):
    path = tmp_path / "noise-2026-01.bin"
    path.write_bytes(bytes(range(256)) * 64)
    with pytest.raises(IronriverError):
        bring(path, kind)


def test_a_folder_and_a_missing_file_are_refused(bring, tmp_path):
    for path in (tmp_path, tmp_path / "nothing.csv"):
        with pytest.raises(IronriverError) as caught:
            bring(path, "traces")
        assert "file" in caught.value.fields


def test_an_unknown_kind_names_the_known_ones(bring, tmp_path):
    with pytest.raises(IronriverError) as caught:
        bring(tmp_path / "x.csv", "traffic")
    assert "multiple-sales" in caught.value.say.es


def test_a_file_that_shrinks_while_it_is_read_is_refused(bring, world, tmp_path, monkeypatch):
    path = write_csv(tmp_path / "traces.csv", [trace(1), trace(2)])
    usual = world.ledger.vault.put

    def put(content):
        os.truncate(path, 900)
        return usual(content)

    monkeypatch.setattr(world.ledger.vault, "put", put)
    with pytest.raises(IronriverError) as caught:
        bring(path, "traces")
    assert "changed while it was being read" in caught.value.say.en


def test_a_file_over_the_limit_is_refused(bring, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "FILE_BYTES", 100)
    with pytest.raises(IronriverError) as caught:
        bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    assert caught.value.status == 413


def test_bad_rows_are_rejected_one_by_one_and_good_ones_taken(bring, query, tmp_path):
    good = write_csv(tmp_path / "good.csv", [trace(1), trace(2)]).read_bytes().splitlines(keepends=True)
    bad = [
        b"T9,too,few\n",
        b"x" * 1_100_000 + b"\n",
        b"\xff\xfe" + good[1],
        "Ñ,é\n".encode(),
        "ñ,ó\n".encode(),
        b'"open\n',
    ]
    (tmp_path / "mixed.csv").write_bytes(good[0] + good[1] + b"".join(bad) + good[2][:60])
    made = bring(tmp_path / "mixed.csv", "traces")
    assert (made.added, made.rejected) == (1, 7)
    assert {one.line: one.reason for one in made.rejects} == {
        3: "columns",
        4: "line_too_long",
        5: "bad_bytes",
        6: "columns",
        7: "columns",
        8: "columns",
        9: "cut",
    }
    assert query("MATCH (t:TraceRequest) RETURN t.number") == [("T2026-0001",)]


@pytest.mark.parametrize(
    "cell", ['=cmd|" /C calc"!A0', "' OR 1=1 --", "}) DETACH DELETE (n", "<script>alert(1)</script>", "\u202etxt"]
)
def test_a_cell_is_never_more_than_text(bring, query, tmp_path, cell):
    bring(write_csv(tmp_path / "traces.csv", [trace(1, possessor_name=cell, narrative=cell)]), "traces")
    assert query("MATCH (t:TraceRequest) RETURN t.narrative") == [(cell,)]
    assert query("MATCH (p:Person)-[:POSSESSED]->() RETURN count(p)") == [(1,)]


def test_a_dealer_list_with_every_trap_is_read(bring, query, tmp_path):
    rows = [
        dealer(1),
        dealer(2).replace("NULL", '"VEGA, SONS"'),
        dealer(3)[:60],
        dealer(2),
        dealer(4, name='"OPEN'),
    ]
    path = write_dealers(tmp_path / "0113-ffl-list.txt", rows)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip(b"\n"))
    made = bring(path, "dealers")
    assert (made.added, made.data_date) == (3, "2013-01-01")
    assert {one.line: one.reason for one in made.rejects} == {5: "columns", 6: "repeated"}
    assert query("MATCH (d:Dealer) RETURN d.business_name, d.name ORDER BY d.key") == [
        (None, "VEGA 1"),
        ("VEGA, SONS", "VEGA 2"),
        (None, '"OPEN'),
    ]


def test_commas_in_place_of_tabs_give_the_same_dealers(bring, query, tmp_path):
    import csv

    bring(write_dealers(tmp_path / "dealers_2026-01.txt", [dealer(1), dealer(2, name="VEGA, ANA")]), "dealers")
    source = [line.split("\t") for line in (tmp_path / "dealers_2026-01.txt").read_text().splitlines()]
    with (tmp_path / "dealers_2026-01.csv").open("w", newline="") as handle:
        csv.writer(handle).writerows(source)
    made = bring(tmp_path / "dealers_2026-01.csv", "dealers")
    assert (made.added, made.changed, made.unchanged, made.absent) == (0, 0, 2, 0)
    assert made.form.startswith("comma")
