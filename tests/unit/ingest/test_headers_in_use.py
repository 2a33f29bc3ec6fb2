"""An import by a deployment's own column names; a wrong file refuses before anything is kept."""

import pytest

from ironriver.errors import Invalid
from tests.unit.ingest.files import dealer, trace, write_csv, write_dealers

OWN = '[columns]\ntrace_number = ["Folio"]\nserial = ["No. de arma"]\n'


def place(world, kind: str, text: str) -> None:
    folder = world.settings.data_dir / "mappings"
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.toml").write_text(text, encoding="utf-8")


def named_their_way(number: int) -> dict[str, str]:
    told = {"trace_number": "Folio", "serial": "No. de arma"}
    return {told.get(name, name): cell for name, cell in trace(number).items()}


def test_a_file_is_imported_by_the_deployments_names(world, bring, query, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [named_their_way(1), named_their_way(2)])
    with pytest.raises(Invalid, match="serial"):
        bring(path, "traces")
    place(world, "traces", OWN)
    made = bring(path, "traces")
    assert (made.added, made.rejected, made.ignored_columns) == (2, 0, ())
    assert query("MATCH (t:TraceRequest) RETURN t.number ORDER BY t.number") == [("T2026-0001",), ("T2026-0002",)]
    # A file under the shipped names says the same, and changes nothing.
    assert bring(write_csv(tmp_path / "again.csv", [trace(1), trace(2)]), "traces").unchanged == 2


def test_a_dealer_list_is_read_by_them_too(world, bring, query, tmp_path):
    path = write_dealers(tmp_path / "dealers_2026_01.txt", [dealer(42)])
    path.write_text(path.read_text("utf-8").replace("Lic Seqn", "Secuencia"), "utf-8")
    place(world, "dealers", '[columns]\nlic_seqn = ["secuencia"]\n')
    assert bring(path, "dealers", as_of="2026-01").added == 1
    assert query("MATCH (d:Dealer) RETURN d.sequence") == [("00042",)]


def test_a_wrong_file_refuses_before_a_byte_is_kept(world, bring, query, tmp_path):
    place(world, "traces", '[columns]\nserail = ["No. de arma"]\n')
    with pytest.raises(Invalid, match=r"traces\.toml, serail"):
        bring(write_csv(tmp_path / "traces.csv", [trace(1)]), "traces")
    assert query("MATCH (s:Source) RETURN count(s)") == [(0,)]
