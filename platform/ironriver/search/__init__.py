"""Find a thing, look around it: the one box, pages of firearms, dealers and persons, the link chart, what came in.

Every function takes who asks, asks through the ledger, and hands out frozen results that carry their questions.
"""

from __future__ import annotations

from ironriver.search.chart import (
    HUB,
    MOST,
    STEP,
    Page,
    chart_start,
    expand,
    facts_of_edge,
    facts_of_node,
    link_counts,
    link_counts_of,
)
from ironriver.search.chart_between import Between, links_between
from ironriver.search.chart_contents import ChartContents, Placed, contents_text, read_contents
from ironriver.search.chart_results import (
    ChartEdge,
    ChartNode,
    ChartStart,
    EdgeFacts,
    EdgeRecord,
    Expansion,
    LinkCount,
    LinkCounts,
    NodeFacts,
)
from ironriver.search.chart_things import Drawn, chart_things
from ironriver.search.chart_told import told_twice
from ironriver.search.dealers import dealer_page
from ironriver.search.finding import PREFIXES, find
from ironriver.search.firearms import firearm_page
from ironriver.search.home import batch, recent_batches, recent_traces, source_line, source_page, sources
from ironriver.search.home_results import (
    BatchRow,
    Funnel,
    RecentTraces,
    SourceLine,
    SourceList,
    SourcePage,
    TraceRow,
)
from ironriver.search.links import CHART_LINKS, DRAWN, ChartLink, links_of
from ironriver.search.page_results import (
    Cell,
    Chain,
    Check,
    DealerCounts,
    DealerPage,
    FirearmPage,
    Leg,
    PersonEvent,
    PersonPage,
    Sale,
    SerialReading,
    Stop,
    TimeToCrime,
)
from ironriver.search.path_results import Hop, Limits, LinkGroup, Paths, Way
from ironriver.search.paths import LINK_GROUPS, MOST_HOPS, MOST_PATHS, find_paths
from ironriver.search.persons import person_page
from ironriver.search.results import (
    Fact,
    Found,
    Hit,
    HitGroup,
    ObservationRow,
    Related,
    Shown,
    SourceRef,
    Thing,
)
from ironriver.search.saved_charts import ChartVersion, OpenedChart, SavedChart, charts_of_case, open_chart
from ironriver.search.saving_charts import ChartDraft, rename_chart, save_chart
from ironriver.search.time_to_crime import BANDS, band_of

__all__ = [
    "BANDS",
    "CHART_LINKS",
    "DRAWN",
    "HUB",
    "LINK_GROUPS",
    "MOST",
    "MOST_HOPS",
    "MOST_PATHS",
    "PREFIXES",
    "STEP",
    "BatchRow",
    "Between",
    "Cell",
    "Chain",
    "ChartContents",
    "ChartDraft",
    "ChartEdge",
    "ChartLink",
    "ChartNode",
    "ChartStart",
    "ChartVersion",
    "Check",
    "DealerCounts",
    "DealerPage",
    "Drawn",
    "EdgeFacts",
    "EdgeRecord",
    "Expansion",
    "Fact",
    "FirearmPage",
    "Found",
    "Funnel",
    "Hit",
    "HitGroup",
    "Hop",
    "Leg",
    "Limits",
    "LinkCount",
    "LinkCounts",
    "LinkGroup",
    "NodeFacts",
    "ObservationRow",
    "OpenedChart",
    "Page",
    "Paths",
    "PersonEvent",
    "PersonPage",
    "Placed",
    "RecentTraces",
    "Related",
    "Sale",
    "SavedChart",
    "SerialReading",
    "Shown",
    "SourceLine",
    "SourceList",
    "SourcePage",
    "SourceRef",
    "Stop",
    "Thing",
    "TimeToCrime",
    "TraceRow",
    "Way",
    "band_of",
    "batch",
    "chart_start",
    "chart_things",
    "charts_of_case",
    "contents_text",
    "dealer_page",
    "expand",
    "facts_of_edge",
    "facts_of_node",
    "find",
    "find_paths",
    "firearm_page",
    "link_counts",
    "link_counts_of",
    "links_between",
    "links_of",
    "open_chart",
    "person_page",
    "read_contents",
    "recent_batches",
    "recent_traces",
    "rename_chart",
    "save_chart",
    "source_line",
    "source_page",
    "sources",
    "told_twice",
]
