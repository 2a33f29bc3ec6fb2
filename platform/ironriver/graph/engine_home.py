"""An engine's home on disk: configuration, jars, password, lock, log, and what runs there now."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ironriver.errors import Say, Unavailable
from ironriver.graph import engine_jars
from ironriver.graph.engine_classes import ClassArchive, class_path

#: What Java must open up for the engine's off-heap memory (facts of Neo4j 5.26 on Java 17 and 21).
_OPENED = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
_FLAGS = (
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:+TrustFinalNonStaticFields",
    "-XX:-UsePerfData",  # else files under the system's temporary directory
    "-XX:+DisableExplicitGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.leakDetection.level=DISABLED",
    "-Djdk.tls.ephemeralDHKeySize=2048",
    "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
    *_OPENED,
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.layout.jsonTemplate.maxStringLength=32768",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
)
#: Free space below which the engine is not started: a store that runs full stops in the middle of a day's work.
LEAST_DISK_MB = 512


def new_password() -> str:
    """Return 192 random bits in hexadecimal: the admin tool takes a word with a leading hyphen for an option."""
    return secrets.token_hex(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSpec:
    """What an engine is started with.

    `home` is its own directory; `port` its loopback Bolt port, 0 for a free one; `jars` the cache that
    `engine_jars.fetch` fills. `read_only` refuses writes to the graph; `gds` adds the algorithms. `brief` suits an
    engine that lives for minutes: it starts with half the work (9 instead of 16 s of processor time) because the
    virtual machine compiles less, and is slower in the long run. `settings` are further lines of neo4j.conf.
    """

    home: Path
    port: int
    heap_mb: int
    pagecache_mb: int
    read_only: bool = False
    gds: bool = True
    jars: Path
    java_home: str = ""
    brief: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What the home's note says about the engine that was started there last."""

    keeper_pid: int
    port: int


def configuration(spec: EngineSpec, port: int) -> str:
    """Return neo4j.conf. The engine refuses unknown keys and comments at the end of a line."""
    procedures = "gds.*,db.*,dbms.components,dbms.routing.getRoutingTable,tx.setMetaData"
    values = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f":{port}",
        "server.http.enabled": "false",
        "server.directories.import": "import",
        "server.memory.pagecache.size": f"{spec.pagecache_mb}m",
        # A runaway transaction fails on its own instead of taking the engine with it.
        "db.memory.transaction.max": f"{max(64, spec.heap_mb // 3)}m",
        "dbms.memory.transaction.total.max": f"{max(128, spec.heap_mb * 2 // 3)}m",
        "db.transaction.timeout": "30m",
        "db.lock.acquisition.timeout": "15s",
        "db.tx_log.rotation.retention_policy": "2 days 2G",
        "dbms.security.procedures.allowlist": procedures if spec.gds else "dbms.components",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # One plan per statement. Else each size of a list (1, 2 to 10, 11 to 100 …) gets one of its own, and
        # somebody waits for it.
        "internal.cypher.use_parameter_size": "false",
        "dbms.usage_report.enabled": "false",
        # Bolt otherwise waits five quiet seconds at every stop.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    }
    if spec.gds:
        values["dbms.security.procedures.unrestricted"] = "gds.*"
    if spec.read_only:
        values["server.databases.default_to_read_only"] = "true"
    return "".join(f"{key}={value}\n" for key, value in (values | dict(spec.settings)).items())


class EngineHome:
    """The directory of one engine. Holding its lock means: nobody else starts or runs an engine here."""

    def __init__(self, spec: EngineSpec) -> None:
        """Nothing is made on disk before `prepare`."""
        self.spec = spec
        self.path = spec.home
        self.log = spec.home / "logs" / "console.log"
        self._note = spec.home / "engine.json"
        self._password = spec.home / "password"

    def take_lock(self) -> int | None:
        """Return the descriptor of the held lock, or None if another process holds it."""
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / "engine.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def prepare(self, java: Path, port: int) -> None:
        """Write configuration, link the jars, and on first use set a random password. Needs the lock."""
        for name in ("conf", "logs", "import", "data"):
            (self.path / name).mkdir(exist_ok=True)
        engine_jars.lay_out(self.path, self.spec.jars, gds=self.spec.gds)
        (self.path / "conf" / "neo4j.conf").write_text(configuration(self.spec, port), "utf-8")
        if not self._password.exists():
            self._set_password(java)

    def command(self, java: Path) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        heap = self.spec.heap_mb
        return [
            str(java),
            *self.archive(java).flags(),
            # All of it at once: a heap that grows as it must is collected three times a second beside an import,
            # and each pause (10 to 30 ms) is in somebody's answer.
            f"-Xms{heap}m",
            f"-Xmx{heap}m",
            *(("-XX:TieredStopAtLevel=1",) if self.spec.brief else ()),
            *_FLAGS,
            "-cp",
            self._class_path(),
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={self.path}",
            f"--config-dir={self.path / 'conf'}",
            "--console-mode",
        ]

    def admin(self, java: Path, *arguments: str, heap_mb: int = 512) -> subprocess.CompletedProcess[str]:
        """Run one of Neo4j's admin commands (import, dump, check …) on this home; the server must be stopped."""
        return subprocess.run(
            [
                *(str(java), f"-Xmx{heap_mb}m", "-XX:-UsePerfData", *_OPENED, "-cp", self._class_path()),
                *("-Dbasedir=" + str(self.path), "org.neo4j.cli.AdminTool", *arguments),
            ],
            env={"NEO4J_HOME": str(self.path), "NEO4J_CONF": str(self.path / "conf"), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    def archive(self, java: Path) -> ClassArchive:
        """Return where the archive of this engine's classes lies."""
        return ClassArchive.of(java, self._class_path(), cache=self.spec.jars, home=self.path)

    def _class_path(self) -> str:
        return class_path(self.spec.jars, gds=self.spec.gds)

    def _set_password(self, java: Path) -> None:
        password = new_password()
        arguments = self.path / "password.arguments"  # read by the tool: never on a command line others can list
        _write_private(arguments, f"dbms set-initial-password {password}\n")
        try:
            done = self.admin(java, f"@{arguments}")
        finally:
            arguments.unlink()
        if done.returncode != 0:
            raise Unavailable(
                Say(
                    en=f"The engine's password could not be set in {self.path}. If an engine without its password "
                    "file lies there, restore the file or start from an empty directory.",
                    es=f"No se pudo fijar la contraseña del motor en {self.path}. Si hay ahí un motor sin su "
                    "archivo de contraseña, restaure el archivo o empiece con un directorio vacío.",
                ),
                detail=(done.stderr or done.stdout).strip()[-400:],
            )
        _write_private(self._password, password)

    @property
    def password(self) -> str:
        """The password of user `neo4j`; empty before the first start."""
        return self._password.read_text("utf-8").strip() if self._password.exists() else ""

    @property
    def password_file(self) -> Path:
        """Where the password lies (0600)."""
        return self._password

    def note(self, running: Running) -> None:
        """Write down what runs here, for whoever asks or attaches later."""
        fresh = self._note.with_suffix(".new")
        _write_private(fresh, json.dumps(asdict(running)))
        fresh.replace(self._note)

    def noted(self) -> Running | None:
        """Return what was written down last, if it can be read."""
        try:
            return Running(**json.loads(self._note.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def forget(self) -> None:
        """Remove the note: nothing runs here."""
        self._note.unlink(missing_ok=True)

    def is_locked(self) -> bool:
        """True while some process starts or runs an engine here."""
        if not (self.path / "engine.lock").exists():
            return False
        descriptor = self.take_lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False


def keep_older(log: Path, most: int = 5) -> None:
    """Move a log aside as `.1`, what was `.1` as `.2` and so on; beyond `most` the oldest goes.

    The log of the start that failed is the one that is asked for after the next start.
    """
    names = [log, *(log.with_name(f"{log.name}.{number}") for number in range(1, most + 1))]
    for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
        if newer.exists():
            newer.replace(older)


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as sink:
        sink.write(text)
