"""Pages, one module per room of the menu."""

from ironriver.web.views import (
    about,
    account,
    cases,
    entry,
    home,
    imports,
    ledger,
    records,
    search,
    sources,
    static_files,
    status,
    workbench,
)

BLUEPRINTS = tuple(
    module.blueprint
    for module in (
        static_files,
        entry,
        home,
        search,
        records,
        workbench,
        imports,
        sources,
        ledger,
        status,
        cases,
        account,
        about,
    )
)
