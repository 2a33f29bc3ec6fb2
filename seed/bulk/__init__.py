"""The bulk route: the product's own import and ledger over a stand-in for the engine, then `database import full`.

Everything that a front-door import makes is made here by the same code: sources and packs in the vault, salts,
entries, segments, ids. Only the engine is replaced while rows are written, by a file that answers the few
statements that imports use. What lies in that file becomes the store; `ironriver ledger verify --graph` then says
whether the ledger replays to it.
"""
