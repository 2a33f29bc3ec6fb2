"""Bytes by their SHA-256, the keys of this deployment, and disk moves that survive a crash."""

from ironriver.vault.disk import disk_refused, make_folder, sync_folder, write_whole
from ironriver.vault.key_backup import backup_keys, restore_keys
from ironriver.vault.keys import Keys
from ironriver.vault.store import Redaction, Stored, Vault

__all__ = [
    "Keys", "Redaction", "Stored", "Vault", "backup_keys", "disk_refused", "make_folder", "restore_keys",
    "sync_folder", "write_whole",
]  # fmt: skip
