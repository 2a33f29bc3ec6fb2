"""Shorthands for import tests on the real engine."""

import pytest

from ironriver import ingest


@pytest.fixture
def bring(world):
    """Import a file as the world's actor; keyword options as in `ingest.receive`."""

    def run(path, kind, *, actor=None, **described):
        told = {"authority": "agreement", "brought_by": "test", **described}
        return ingest.import_file(actor or world.actor, path, ledger=world.ledger, kind=kind, **told)

    return run


@pytest.fixture
def query(world):
    """Read the graph directly, for assertions only."""

    def run(text, **params):
        return [tuple(row.values()) for row in world.database.read(text, params)]

    return run
