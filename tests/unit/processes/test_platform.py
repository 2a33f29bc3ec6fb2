"""One process's rooms, opened and closed: the same deployment each time, and a refusal where it is another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ironriver.app import Platform, open_platform
from ironriver.errors import Invalid, IronriverError, Unavailable
from ironriver.settings import Settings
from tests.world import EngineAddress, World, settings_in


@pytest.fixture
def opened(world: World):
    """Open platforms that are closed at the end."""
    made: list[Platform] = []

    def go(settings: Settings | None = None) -> Platform:
        made.append(open_platform(settings or world.settings))
        return made[-1]

    yield go
    for platform in made:
        platform.close()


def test_what_one_process_did_another_one_sees(opened, world: World) -> None:
    first, second = opened(), opened()
    assert first.ledger.head() == second.ledger.head() == world.ledger.head()
    assert first.keys.id_key == second.keys.id_key
    job = first.jobs.submit("import", "actor:x", {})
    assert second.jobs.get(job.id) == job
    stored = first.vault.put(b"bytes")
    assert second.vault.read(stored.sha256) == b"bytes"


def test_a_process_that_serves_people_holds_no_signing_key(opened) -> None:
    platform = opened()
    assert platform.keys.signing is None
    assert platform.ledger.keys.signing is None


def test_a_closed_platform_can_be_opened_again(opened) -> None:
    first = opened()
    size = first.ledger.head().size
    first.close()
    assert opened().ledger.head().size == size


def test_the_catalogue_and_schema_are_those_of_this_version(opened, world: World) -> None:
    platform = opened()
    assert set(platform.catalogue) == set(world.catalogue)
    rows = platform.database.read("MATCH (f:SchemaFile) RETURN f.name AS name ORDER BY name")
    assert [row["name"] for row in rows] == [statement.name for statement in platform.catalogue.schema()]


def test_keys_of_another_deployment_are_refused(world: World, tmp_path: Path) -> None:
    """Else ids would be minted that nobody could find again, and rows sealed that nobody could open."""
    with pytest.raises(IronriverError) as caught:
        open_platform(replace(world.settings, keys_dir=tmp_path / "other" / "keys"))
    assert caught.value.say.en != caught.value.say.es


@pytest.mark.parametrize("uri", ["bolt://127.0.0.1:1"])
def test_a_graph_that_does_not_answer_is_unavailable(world: World, uri: str) -> None:
    with pytest.raises(Unavailable) as caught:
        open_platform(replace(world.settings, neo4j_uri=uri))
    assert "no responde" in caught.value.say.es


def test_a_wrong_password_says_whose_matter_it_is(world: World, tmp_path: Path, engine: EngineAddress) -> None:
    wrong = settings_in(tmp_path / "wrong", replace(engine, password="not the password"))
    with pytest.raises(Unavailable) as caught:
        open_platform(wrong)
    assert "administrator" in caught.value.say.en
    assert "not the password" not in str(caught.value)


def test_a_missing_password_file_is_named_as_a_setting(world: World, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        open_platform(replace(world.settings, neo4j_password_file=str(tmp_path / "nowhere")))
    assert "IRONRIVER_NEO4J_PASSWORD_FILE" in caught.value.say.es
