"""What the seed tests look at: a folder of files, and a block in memory."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from seed.generate import World
from seed.world.blocks import Block

Row = dict[str, str]


@dataclass(frozen=True)
class Files:
    """A generated folder, read back as a stranger would."""

    folder: Path
    manifest: dict[str, object]

    def rows(self, name: str) -> list[Row]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@dataclass(frozen=True)
class Drawn:
    """One block with what all blocks share."""

    world: World
    block: Block
