"""The synthetic world: a seeded generator with hidden truth, and the loader that brings it in by the front door."""
