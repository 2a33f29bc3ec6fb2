"""Limits of questions that people write themselves, each with its reason (facts of the engine, 5.26)."""

#: Characters of a query: what a person reads over before he runs it; also bounds what the planner has to chew.
LONGEST_TEXT = 4_000
#: Rows that are shown; one more is read, so that "more" is known and not guessed.
MOST_ROWS = 1_000
#: Bytes of an answer as JSON.
MOST_BYTES = 5_000_000
#: Seconds a query may run on the engine.
RUN_SECONDS = 30.0
#: Queries that one person may have running.
MOST_RUNNING = 2
#: Steps of a pattern of variable length.
MOST_STEPS = 6
#: Members of `range()`: a list is walked inside one expression, which the engine cannot interrupt.
LONGEST_RANGE = 10_000
#: Brackets inside brackets: what our own reader can follow.
DEEPEST = 40
#: Nodes of one projection: what fits its memory and this machine's patience.
LARGEST_PROJECTION = 2_000_000
#: Projections that run at once: each takes about 700 MB.
MOST_PROJECTIONS = 2
#: Seconds after which a projection must be made anew before it answers again.
OLDEST_PROJECTION = 24 * 3600.0
#: Seconds between two looks at whether a projection's engine still runs.
WATCH_SECONDS = 3.0
