"""Exhibits, who held them and when, and a court package that anyone can check without us."""

from ironriver.custody.chains import MOST_OFFERED, CaseChains, chains_of_case, find_chain, offered_to
from ironriver.custody.credentials import check_credential, context_document
from ironriver.custody.demo_authority import DemoAuthority
from ironriver.custody.handlers import HandlerKey, did_document, did_of, keys_of_agency, revoke_key, signer_for
from ironriver.custody.handling import Answer, Offer, accept, offer, open_bytes, record, refuse, view
from ironriver.custody.packages import (
    NewPackage,
    Package,
    Preview,
    approve_package,
    find_package,
    packages_of_case,
    preview,
    propose_package,
    refuse_package,
)
from ironriver.custody.receiving import NO_FILE, Described, exhibit_number, receive_file, receive_firearm
from ironriver.custody.records import Chain, Event, Exhibit, Happened, Measured, Sort, Transfer, Trouble
from ironriver.custody.report import Language, record_pdf
from ironriver.custody.sealing import open_package, seal, seal_waiting, stamp

__all__ = [
    "MOST_OFFERED",
    "NO_FILE",
    "Answer",
    "CaseChains",
    "Chain",
    "DemoAuthority",
    "Described",
    "Event",
    "Exhibit",
    "HandlerKey",
    "Happened",
    "Language",
    "Measured",
    "NewPackage",
    "Offer",
    "Package",
    "Preview",
    "Sort",
    "Transfer",
    "Trouble",
    "accept",
    "approve_package",
    "chains_of_case",
    "check_credential",
    "context_document",
    "did_document",
    "did_of",
    "exhibit_number",
    "find_chain",
    "find_package",
    "keys_of_agency",
    "offer",
    "offered_to",
    "open_bytes",
    "open_package",
    "packages_of_case",
    "preview",
    "propose_package",
    "receive_file",
    "receive_firearm",
    "record",
    "record_pdf",
    "refuse",
    "refuse_package",
    "revoke_key",
    "seal",
    "seal_waiting",
    "signer_for",
    "stamp",
    "view",
]
