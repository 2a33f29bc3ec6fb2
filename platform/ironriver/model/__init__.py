"""What exists: kinds, links, value types, ids, markings and actors. Data first, code second."""

from __future__ import annotations
