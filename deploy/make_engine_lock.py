"""Write `deploy/engine.lock` from a local Maven repository that holds exactly the engine's jars.

For maintainers, when the engine moves to another version; users never need Maven. Steps in docs/operations.md:
one POM with the six roots, `mvn -Dmaven.repo.local=FOLDER dependency:copy-dependencies …`, then

    python3 deploy/make_engine_lock.py FOLDER > deploy/engine.lock
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

#: The algorithms are a plug-in; everything else is the server.
PLUGIN_GROUP = "org.neo4j.gds"

HEADER = """\
# Neo4j Community 5.26.30 (GPLv3) with OpenGDS 2.13.9 (GPLv3): every jar, as published.
# group:artifact:version[:classifier] sha256 bytes lib|plugins
"""


def lock_lines(repository: Path) -> Iterator[str]:
    """Yield one line per jar below `repository`, sorted by coordinates."""
    for jar in sorted(repository.rglob("*.jar")):
        version, artifact = jar.parent.name, jar.parent.parent.name
        group = ".".join(jar.parent.parent.parent.relative_to(repository).parts)
        classifier = jar.stem.removeprefix(f"{artifact}-{version}").lstrip("-")
        coordinates = ":".join(filter(None, (group, artifact, version, classifier)))
        content = jar.read_bytes()
        folder = "plugins" if group == PLUGIN_GROUP else "lib"
        yield f"{coordinates} {hashlib.sha256(content).hexdigest()} {len(content)} {folder}"


def main() -> None:
    """Print the lock for the repository named on the command line."""
    sys.stdout.write(HEADER + "".join(f"{line}\n" for line in lock_lines(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
