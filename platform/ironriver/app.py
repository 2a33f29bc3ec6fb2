"""Everything one process of the product works with, opened once and passed down."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.access import Access, open_access
from ironriver.graph import Catalogue, Database, apply_schema
from ironriver.jobs import Jobs
from ironriver.ledger import Ledger
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """The rooms of one process. Opened after a fork, never before: drivers and files do not survive one."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    vault: Vault
    keys: Keys
    ledger: Ledger
    access: Access
    jobs: Jobs

    def close(self) -> None:
        """Close what holds files and sockets."""
        self.access.close()
        self.database.close()


def open_platform(settings: Settings) -> Platform:
    """Open the deployment of these settings.

    The engine must run already. Raises `Unavailable` when it does not answer, `Invalid` when keys, statements or
    schema are not those of this deployment.
    """
    from ironriver.graph.engine import engine_address

    address = engine_address(settings)
    database = Database.open(address.uri, address.user, address.password)
    try:
        return _opened(settings, database)
    except BaseException:
        database.close()
        raise


def _opened(settings: Settings, database: Database) -> Platform:
    catalogue = Catalogue.shipped()
    apply_schema(database, catalogue)
    keys = Keys.load_or_create(settings)
    vault = Vault(settings.data_dir / "vault")
    ledger = Ledger.open(settings, database, catalogue, vault, keys)
    return Platform(
        settings=settings,
        database=database,
        catalogue=catalogue,
        vault=vault,
        keys=keys,
        ledger=ledger,
        access=open_access(settings, ledger, keys),
        jobs=Jobs(settings.data_dir / "jobs.sqlite"),
    )
