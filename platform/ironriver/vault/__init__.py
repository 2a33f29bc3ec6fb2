"""Bytes by their SHA-256, and the keys of this deployment."""

from ironriver.vault.keys import Keys
from ironriver.vault.store import Redaction, Stored, Vault

__all__ = ["Keys", "Redaction", "Stored", "Vault"]
