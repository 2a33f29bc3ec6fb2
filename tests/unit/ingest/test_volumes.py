"""Sales volumes through the front door: aggregates with day and source, dated statements side by side."""

import pytest

from ironriver.errors import NotAllowed
from ironriver.ingest.claims import read_claims
from ironriver.ingest.mapping import mapping
from ironriver.ingest.readers import ReadContext, whole_number
from ironriver.ingest.table import Record, Reject
from ironriver.model.marking import PUBLIC, Marking, Tlp
from tests.unit.ingest.files import dealer, write_csv, write_dealers

NAMED = "7-86-00042"


def volume(**cells: str) -> dict[str, str]:
    return {"dealer_ffl": NAMED, "year": "2025", "type_group": "handgun", "sales": "120"} | cells


STATED = (
    "MATCH (v:DealerVolume)-[o:VOLUME_OF]->(d:Dealer) RETURN d.holding, d.key, v.year, v.type_group, v.sales, "
    "v.stated ORDER BY v.stated, v.type_group, v.year"
)


def test_volumes_join_the_published_dealer_and_stay_with_the_agency(bring, query, tmp_path):
    bring(write_dealers(tmp_path / "0513-ffl-list.txt", [dealer(42)]), "dealers")
    rows = [
        volume(),
        volume(type_group="Long Gun", sales="1,040"),
        volume(dealer_ffl="7-86-019-01-6E-00042", year="2024"),
    ]
    made = bring(write_csv(tmp_path / "volumes.csv", rows), "dealer-volumes", as_of="2026-02-01")
    assert (made.added, made.rejected) == (3, 0)
    assert query(STATED) == [
        (PUBLIC, NAMED, 2024, "handgun", 120, "2026-02-01"),
        (PUBLIC, NAMED, 2025, "handgun", 120, "2026-02-01"),
        (PUBLIC, NAMED, 2025, "long gun", 1040, "2026-02-01"),
    ]
    bare = query(
        "MATCH (v:DealerVolume)-[o]->() WHERE v.source_id <> $source OR v.holding <> 'us-tpd' OR v.tlp <> 2 "
        "OR o.holding <> 'us-tpd' OR v.line IS NULL RETURN v.id",
        source=made.source_id,
    )
    assert bare == []
    assert query("MATCH (d:Dealer) RETURN count(d)") == [(1,)]


def test_the_same_file_twice_changes_nothing(bring, world, query, tmp_path):
    path = write_csv(tmp_path / "volumes.csv", [volume(), volume(type_group="long gun")])
    bring(path, "dealer-volumes", as_of="2026-02-01")
    before = query(STATED)
    head = world.ledger.head().size
    assert bring(path, "dealer-volumes", as_of="2026-02-01").unchanged == 2
    other = bring(write_csv(tmp_path / "v.txt", [volume(), volume(type_group="long gun")], "|"), "dealer-volumes",
                  as_of="2026-02-01")  # fmt: skip
    assert (other.added, other.changed, other.unchanged) == (0, 0, 2)
    assert query(STATED) == before
    assert world.ledger.head().size > head, "a second file is a second source, told in the ledger"


def test_a_later_file_stands_beside_the_earlier_one_with_its_own_day(bring, query, tmp_path):
    bring(write_csv(tmp_path / "new.csv", [volume(sales="150")]), "dealer-volumes", as_of="2026-05-01")
    bring(write_csv(tmp_path / "old.csv", [volume(as_of="02/01/2026")]), "dealer-volumes")
    assert [row[-2:] for row in query(STATED)] == [(120, "2026-02-01"), (150, "2026-05-01")]


def test_a_correction_of_the_same_day_keeps_what_it_said_before(bring, query, tmp_path):
    bring(write_csv(tmp_path / "one.csv", [volume()]), "dealer-volumes", as_of="2026-02-01")
    made = bring(write_csv(tmp_path / "two.csv", [volume(sales="12")]), "dealer-volumes", as_of="2026-02-01")
    assert (made.added, made.changed) == (0, 1)
    ((sales, earlier),) = query("MATCH (v:DealerVolume) RETURN v.sales, v.earlier")
    assert sales == 12
    assert '"sales": 120' in earlier[0]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"sales": "many"}, "sales", "number"),
        ({"sales": "-4"}, "sales", "number"),
        ({"sales": "100000000"}, "sales", "number"),
        ({"year": "25"}, "year", "number"),
        ({"sales": ""}, "sales", "missing"),
    ],
)
def test_a_row_without_a_number_is_left_out_with_its_place(cells, column, reason):
    (found,) = read_claims([Record(2, {"as_of": "", **volume(**cells)})], mapping("dealer-volumes"), ReadContext())
    assert isinstance(found, Reject)
    assert (found.line, found.column, found.reason) == (2, column, reason)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), (" 12 ", 12), ("1,234,567", 1_234_567), ("1 234", 1234), ("1,23", None), ("1.5", None), ("٣", None),
     ("1234567890", None), ("", None)],
)  # fmt: skip
def test_whole_numbers(text, number):
    assert whole_number(text) == number


def test_volumes_are_never_public_by_an_import(bring, tmp_path):
    path = write_csv(tmp_path / "volumes.csv", [volume()])
    with pytest.raises(NotAllowed):
        bring(path, "dealer-volumes", marking=Marking(holding=PUBLIC, tlp=Tlp.CLEAR))
