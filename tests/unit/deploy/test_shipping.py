"""Containers and services: what they name exists, and what must not be open is not."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from ironriver.errors import IronriverError
from ironriver.graph.engine_home import EngineSpec, configuration
from ironriver.settings import Settings
from ironriver.vault import Keys

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
KNOWN = {f"IRONRIVER_{field.name.upper()}" for field in fields(Settings)}
UNITS = sorted(path.name for path in DEPLOY.glob("ironriver*.*") if path.suffix in {".service", ".timer"})


@pytest.mark.parametrize("service", ["worker", "app"])
def test_every_setting_of_a_container_is_one(service: str) -> None:
    given = COMPOSE["services"][service]["environment"]
    assert set(given) <= KNOWN
    assert Settings.from_environment(
        {name: "x" if "$" in value else value for name, value in given.items()} | {"IRONRIVER_BOOT_ID": "b"}
    ).tls


def test_the_graph_is_reached_by_the_product_alone() -> None:
    assert COMPOSE["services"]["neo4j"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["app"]
    assert COMPOSE["services"]["app"]["ports"] == ["443:443"]


def test_the_proxy_stands_on_the_web_servers_own_machine() -> None:
    """`gunicorn_conf` believes 127.0.0.1 alone that TLS was ended."""
    assert COMPOSE["services"]["proxy"]["network_mode"] == "service:app"
    assert "reverse_proxy 127.0.0.1:8400" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_the_web_processes_get_no_signing_key(tmp_path: Path) -> None:
    """A file stands over it there; with that file they start, and cannot sign."""
    mounted = {one.split(":")[1]: one.split(":") for one in COMPOSE["services"]["app"]["volumes"]}
    source, _, way = mounted["/srv/keys/signing.key"]
    assert way == "ro"
    assert mounted["/srv/checkpoints"][2] == "ro"
    assert not any("signing.key" in one for one in COMPOSE["services"]["worker"]["volumes"])
    assert COMPOSE["services"]["app"]["depends_on"]["worker"] == {"condition": "service_healthy"}
    folders = {name: tmp_path / name for name in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir")}
    settings = Settings(**folders)
    whole = Keys.load_or_create(settings, signing=True)
    shutil.copy(DEPLOY / source, settings.keys_dir / "signing.key")
    assert Keys.load_or_create(settings) == replace(whole, signing=None)
    with pytest.raises(IronriverError):
        Keys.load_or_create(settings, signing=True)


def test_no_secret_and_no_data_goes_into_an_image() -> None:
    """The build copies `deploy`, where compose looks for the password of Neo4j."""
    kept_out = set((ROOT / ".dockerignore").read_text("utf-8").split("\n"))
    assert {"**/secrets", ".ironriver", "deploy/plugins", ".git"} <= kept_out
    assert COMPOSE["secrets"]["neo4j-password"]["file"] == "./secrets/neo4j-password"
    for told in (DEPLOY / "compose.yaml", ROOT / "docs" / "operations.md"):
        assert "install -d -m 0700 deploy/secrets" in told.read_text("utf-8")


@pytest.mark.parametrize("service", ["worker", "app"])
def test_a_container_may_do_little(service: str) -> None:
    one = COMPOSE["services"][service]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in one["security_opt"]


def test_neo4j_is_set_as_the_private_engine_is(tmp_path: Path) -> None:
    """What keeps a query from reading files, calling out or running other procedures holds there too."""
    ours = dict(
        line.split("=", 1)
        for line in configuration(
            EngineSpec(home=tmp_path, port=1, heap_mb=512, pagecache_mb=64, jars=tmp_path), 1
        ).splitlines()
    )
    theirs = COMPOSE["services"]["neo4j"]["environment"]
    for name in (
        "dbms.security.allow_csv_import_from_file_urls",
        "internal.dbms.cypher_ip_blocklist",
        "dbms.security.procedures.allowlist",
        "dbms.security.procedures.unrestricted",
        "dbms.usage_report.enabled",
        "server.http.enabled",
    ):
        assert theirs["NEO4J_" + name.replace("_", "__").replace(".", "_")] == ours[name], name


def test_no_secret_stands_in_a_file_of_the_checkout() -> None:
    assert COMPOSE["secrets"] == {"neo4j-password": {"file": "./secrets/neo4j-password"}}
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8")


def test_what_the_image_copies_is_there() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert "--require-hashes" in text
    assert re.search(r"^USER ironriver$", text, re.MULTILINE)


def test_the_image_runs_the_production_server() -> None:
    path = DEPLOY / "serve.sh"
    assert path.stat().st_mode & 0o111
    assert "exec gunicorn --config python:ironriver.gunicorn_conf ironriver.web.wsgi:app" in path.read_text("utf-8")


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands_the_units(unit: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    for name in UNITS:  # a timer looks for its service; programs that are not installed here are stood in for
        text = (DEPLOY / name).read_text("utf-8").replace("/opt/ironriver/bin/ironriver", "/bin/true")
        (tmp_path / name).write_text(text, "utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")
