"""Exhibits, who held them and when, and a court package that anyone can check without us."""

from ironriver.custody.chains import chains_of_case, find_chain, offered_to
from ironriver.custody.credentials import check_credential, context_document
from ironriver.custody.handlers import HandlerKey, did_document, did_of, keys_of_agency, revoke_key, signer_for
from ironriver.custody.handling import Answer, Offer, accept, offer, open_bytes, record, refuse, view
from ironriver.custody.receiving import Described, exhibit_number, receive_file, receive_firearm
from ironriver.custody.records import Chain, Event, Exhibit, Happened, Measured, Sort, Transfer, Trouble

__all__ = [
    "Answer",
    "Chain",
    "Described",
    "Event",
    "Exhibit",
    "HandlerKey",
    "Happened",
    "Measured",
    "Offer",
    "Sort",
    "Transfer",
    "Trouble",
    "accept",
    "chains_of_case",
    "check_credential",
    "context_document",
    "did_document",
    "did_of",
    "exhibit_number",
    "find_chain",
    "keys_of_agency",
    "offer",
    "offered_to",
    "open_bytes",
    "receive_file",
    "receive_firearm",
    "record",
    "refuse",
    "revoke_key",
    "signer_for",
    "view",
]
