"""Property tests: no time limit an example (a busy machine is no fault), and a deep profile for longer hunts.

`pytest tests/unit/model --hypothesis-profile=deep` tries thirty times as many examples.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("ironriver", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", settings.get_profile("ironriver"), max_examples=3000)
if settings.get_current_profile_name() == "default":
    settings.load_profile("ironriver")
