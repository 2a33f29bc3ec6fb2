"""What exists: kinds, links, value types, ids, markings and actors. Data first, code second.

Public parts: `actor`, `ids`, `kinds`, `marking`, `values`. `statements`, `page` and `generate` make the files that
follow from the tables and are run by developers only.
"""

from __future__ import annotations
