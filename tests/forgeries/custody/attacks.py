"""Every attack by the step that must refuse it."""

from __future__ import annotations

from tests.forgeries.custody import attacks_on_contents as contents
from tests.forgeries.custody import attacks_on_proofs as proofs
from tests.forgeries.custody.scene import Attack

ATTACKS: dict[str, list[tuple[str, Attack]]] = {
    "container": [
        (one.__name__, one)
        for one in (
            contents.path_traversal,
            contents.backslash_name,
            contents.unicode_twin,
            contents.case_twin,
            contents.fullwidth_twin,
            contents.entry_twice,
            contents.second_folder,
            contents.compressed_entry,
            contents.symbolic_link,
            contents.another_bagit,
        )
    ],
    "manifests": [
        ("byte_of_payload", contents.flipped("data/exhibits/")),
        ("byte_of_manifest", contents.flipped("manifest-sha256.txt")),
        ("byte_of_tagmanifest", contents.flipped("tagmanifest-sha256.txt")),
        ("byte_of_credential", contents.flipped("data/credentials/")),
        ("byte_of_chain", contents.flipped("data/custody/")),
        ("byte_of_report", contents.flipped("data/report/", ".pdf")),
        ("byte_of_stamp", contents.flipped("seal/stamps/")),
        ("byte_of_ledger", contents.flipped("seal/ledger.json")),
        ("byte_of_verifier", contents.flipped("verify.py")),
        ("byte_of_certificate", contents.flipped("data/certificate")),
        *(
            (one.__name__, one)
            for one in (
                contents.payload_missing,
                contents.file_added_unlisted,
                contents.names_swapped,
                contents.oxum_wrong,
                contents.manifest_line_twice,
            )
        ),
    ],
    "root": [
        (one.__name__, one)
        for one in (
            contents.root_claimed,
            contents.contents_list_shortened,
            contents.second_preimage_without_prefixes,
        )
    ],
    "checkpoint": [
        ("byte_of_checkpoint", proofs.ledger(proofs.checkpoint_byte)),
        ("smaller_checkpoint", proofs.ledger(proofs.smaller_checkpoint)),
        ("shorter_log_signed_by_another_key", proofs.ledger(proofs.resigned_shorter)),
    ],
    "ledger": [
        ("byte_of_proof", proofs.ledger(proofs.proof_byte)),
        ("proof_shortened", proofs.ledger(proofs.proof_shortened)),
        ("entry_reworded", proofs.ledger(proofs.entry_reworded)),
        ("entry_moved", proofs.ledger(proofs.entry_moved)),
        ("row_reworded", proofs.ledger(proofs.row_reworded)),
        ("salt_changed", proofs.ledger(proofs.salt_changed)),
        ("row_of_another_statement", proofs.ledger(proofs.row_of_another_statement)),
    ],
    "credentials": [
        (one.__name__, one)
        for one in (
            contents.credential_reworded_and_repaired,
            contents.credential_signed_by_another_key,
            contents.key_replaced_in_the_did_document,
            contents.revocation_taken_out,
        )
    ],
    "chain": [
        (one.__name__, one)
        for one in (
            contents.transfer_dropped,
            contents.events_reordered,
            contents.transfer_duplicated,
            contents.event_reworded,
            contents.exhibit_reworded,
            contents.exhibit_left_out,
            contents.payload_replaced_and_repaired,
            proofs.ledger_of_another_package,
        )
    ],
    "approval": [
        (one.__name__, one)
        for one in (
            contents.report_rewritten_and_repaired,
            contents.verifier_replaced_and_repaired,
            contents.last_event_dropped_with_its_credential,
            proofs.forked_log_with_its_own_key,
        )
    ]
    + [("approval_taken_out", proofs.ledger(proofs.approval_taken_out))],
    "stamps": [
        (one.__name__, one)
        for one in (
            proofs.stamp_of_another_package,
            proofs.stamp_byte,
            proofs.stamps_exchanged,
            proofs.rogue_authority,
            proofs.rogue_authority_with_its_own_root,
            proofs.rogue_root_added,
            proofs.expired_authority,
            proofs.rejected_answer,
            proofs.no_answer_at_all,
        )
    ],
}
