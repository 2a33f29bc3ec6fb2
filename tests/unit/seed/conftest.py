"""Worlds made once per session: the small one as files, and a block of the medium one in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seed.generate import generate, make_world
from seed.world.blocks import make_block
from seed.world.sizes import SIZES
from tests.unit.seed.drawn import Drawn, Files


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("small")
    return Files(folder, generate(7, SIZES["small"], folder, say=lambda _: None))


@pytest.fixture(scope="session")
def medium() -> Drawn:
    """A fifth of the medium world: large enough to hold marginals, made in about a second."""
    size = replace(SIZES["medium"], traces=20_000, solo=60, rings=12, rotating=3, pipelines=1, thefts=8,
                   collectors=40, police=12, siblings=30, twins=30)  # fmt: skip
    world = make_world(11, size)
    return Drawn(world, make_block(11, world.atlas, world.dealers, size, 0))
