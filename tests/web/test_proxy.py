"""Behind a proxy: the person's address, and nobody's word for it but the proxy's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import request

from ironriver.web import create_app
from tests.web.site import Site


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the client claimed comes first, and is not believed
        (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_the_last_trusted_proxy_saw(
    bare_site: Site, proxies: int, header: str, address: str
) -> None:
    platform = replace(bare_site.platform, settings=replace(bare_site.platform.settings, proxies=proxies))
    with create_app(platform).test_client() as client:
        client.get("/healthz", headers={"X-Forwarded-For": header} if header else {})
        assert request.remote_addr == address
