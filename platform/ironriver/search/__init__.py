"""Find a thing, look around it: the one box, pages of firearms, dealers and persons, the link chart, what came in.

Every function takes who asks, asks through the ledger, and hands out frozen results that carry their questions.
"""

from __future__ import annotations

from ironriver.search.case_map import CaseLine, CaseMap, case_map
from ironriver.search.chart import (
    HUB,
    MOST,
    STEP,
    Page,
    chart_start,
    expand,
    expand_each,
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
from ironriver.search.corridors import Corridor, CorridorMap, Legs, corridor_map
from ironriver.search.dealers import dealer_page
from ironriver.search.drawing import (
    LegendMark,
    Picture,
    draw_chart,
    draw_sheets,
    legend_line,
    saved_text,
    styles_of,
)
from ironriver.search.drawing_shapes import DrawnLine, DrawnThing
from ironriver.search.finding import PREFIXES, find
from ironriver.search.firearms import firearm_page
from ironriver.search.geojson import MEDIA_TYPE as GEOJSON
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
from ironriver.search.map_features import case_geojson, corridors_geojson, recoveries_geojson
from ironriver.search.map_limits import FLOOR, MAP_TYPES, REACHES, MapLimits, read_limits
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
from ironriver.search.places import PlaceCount, RecoveryMap, name_of, position_of, recovery_map
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
from ironriver.search.timeline import timeline_of_case, timeline_of_firearm
from ironriver.search.timeline_results import Event, Gap, Lane, Timeline

__all__ = [
    "BANDS",
    "CHART_LINKS",
    "DRAWN",
    "FLOOR",
    "GEOJSON",
    "HUB",
    "LINK_GROUPS",
    "MAP_TYPES",
    "MOST",
    "MOST_HOPS",
    "MOST_PATHS",
    "PREFIXES",
    "REACHES",
    "STEP",
    "BatchRow",
    "Between",
    "CaseLine",
    "CaseMap",
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
    "Corridor",
    "CorridorMap",
    "DealerCounts",
    "DealerPage",
    "Drawn",
    "DrawnLine",
    "DrawnThing",
    "EdgeFacts",
    "EdgeRecord",
    "Event",
    "Expansion",
    "Fact",
    "FirearmPage",
    "Found",
    "Funnel",
    "Gap",
    "Hit",
    "HitGroup",
    "Hop",
    "Lane",
    "Leg",
    "LegendMark",
    "Legs",
    "Limits",
    "LinkCount",
    "LinkCounts",
    "LinkGroup",
    "MapLimits",
    "NodeFacts",
    "ObservationRow",
    "OpenedChart",
    "Page",
    "Paths",
    "PersonEvent",
    "PersonPage",
    "Picture",
    "PlaceCount",
    "Placed",
    "RecentTraces",
    "RecoveryMap",
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
    "Timeline",
    "TraceRow",
    "Way",
    "band_of",
    "batch",
    "case_geojson",
    "case_map",
    "chart_start",
    "chart_things",
    "charts_of_case",
    "contents_text",
    "corridor_map",
    "corridors_geojson",
    "dealer_page",
    "draw_chart",
    "draw_sheets",
    "expand",
    "expand_each",
    "facts_of_edge",
    "facts_of_node",
    "find",
    "find_paths",
    "firearm_page",
    "legend_line",
    "link_counts",
    "link_counts_of",
    "links_between",
    "links_of",
    "name_of",
    "open_chart",
    "person_page",
    "position_of",
    "read_contents",
    "read_limits",
    "recent_batches",
    "recent_traces",
    "recoveries_geojson",
    "recovery_map",
    "rename_chart",
    "save_chart",
    "saved_text",
    "source_line",
    "source_page",
    "sources",
    "styles_of",
    "timeline_of_case",
    "timeline_of_firearm",
    "told_twice",
]
