"""How large a world is, and how much of each planted pattern it holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One of the three worlds. Pattern counts are for the whole world; blocks take their share."""

    name: str
    traces: int
    dealers: int
    #: Traces made and held in memory at a time.
    block: int
    #: Share of background traces forced to a recovery in Arizona, so that the demo has a home state.
    home_tilt: float
    #: Rows of the Mexican file per row of the US file.
    mexican: float
    #: Share of Arizona's first sales that the story's hub dealer made.
    hub_share: float
    solo: int
    rings: int
    rotating: int
    corrupt: int
    pipelines: int
    thefts: int
    collectors: int
    police: int
    siblings: int
    twins: int
    #: Traced first sales of one honest dealer, so that a hub of known size exists; 0 for none.
    giant: int = 0

    @property
    def blocks(self) -> int:
        """Number of blocks that make up the world."""
        return -(-self.traces // self.block)

    def share(self, total: int, block: int) -> int:
        """What block number `block` takes of `total`, so that the blocks add up to it."""
        return total * (block + 1) // self.blocks - total * block // self.blocks


SIZES: dict[str, Size] = {
    size.name: size
    for size in (
        Size(
            name="small", traces=2_000, dealers=1_200, block=2_000, home_tilt=0.35, mexican=0.08, hub_share=0.36,
            solo=10, rings=3, rotating=1, corrupt=1, pipelines=1, thefts=2, collectors=6, police=3, siblings=5,
            twins=6,
        ),
        Size(
            name="medium", traces=100_000, dealers=12_000, block=20_000, home_tilt=0.0, mexican=0.04,
            hub_share=0.06, solo=300, rings=60, rotating=15, corrupt=60, pipelines=5, thefts=40, collectors=200,
            police=60, siblings=150, twins=150,
        ),
        Size(
            name="large", traces=1_000_000, dealers=50_000, block=20_000, home_tilt=0.0, mexican=0.04,
            hub_share=0.06, solo=2_500, rings=400, rotating=100, corrupt=250, pipelines=50, thefts=300,
            collectors=1_500, police=400, siblings=1_000, twins=1_000, giant=20_000,
        ),
    )
}  # fmt: skip
