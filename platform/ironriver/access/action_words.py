"""What each action is called to a person, when he is told that his roles do not include it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.errors import Say

#: By the role's value, as a list of roles names them.
ROLE_WORDS: Mapping[str, Say] = MappingProxyType(
    {
        "investigator": Say("investigator", "investigación"),
        "analyst": Say("analyst", "análisis"),
        "tracer": Say("tracer", "rastreo"),
        "custodian": Say("custodian", "custodia"),
        "court_liaison": Say("court liaison", "enlace judicial"),
        "partner_manager": Say("partner manager", "enlace con otras dependencias"),
        "supervisor": Say("supervisor", "supervisión"),
        "administrator": Say("administrator", "administración"),
        "auditor": Say("auditor", "auditoría"),
    }
)

#: By the action's value; `policy` refuses with these. Both begin with the verb.
ACTION_WORDS: Mapping[str, Say] = MappingProxyType(
    {
        "enter": Say("sign in", "entrar"),
        "use_own_account": Say("use an account", "usar una cuenta"),
        "search_firearm": Say("search for firearms", "buscar armas"),
        "search_dealer": Say("search for dealers", "buscar comerciantes"),
        "search_person": Say("search for persons", "buscar personas"),
        "open_firearm": Say("open a firearm", "abrir la ficha de un arma"),
        "open_dealer": Say("open a dealer", "abrir la ficha de un comerciante"),
        "open_person": Say("open a person", "abrir la ficha de una persona"),
        "open_chart": Say("open the link chart", "abrir el diagrama de vínculos"),
        "save_chart": Say("save charts", "guardar diagramas"),
        "open_case_file": Say("open case files", "abrir expedientes"),
        "make_case_file": Say("make case files", "elaborar expedientes"),
        "view_imports": Say("see imports", "ver importaciones"),
        "import_file": Say("import files", "importar archivos"),
        "undo_import": Say("undo an import", "deshacer una importación"),
        "view_jobs": Say("see background work", "ver el trabajo en segundo plano"),
        "cancel_job": Say("stop background work", "detener el trabajo en segundo plano"),
        "view_cases": Say("see cases", "ver casos"),
        "manage_cases": Say("open cases and choose their members", "abrir casos y elegir integrantes"),
        "propose": Say("propose to a second person", "proponer a una segunda persona"),
        "approve": Say("approve what another proposed", "aprobar lo que otra persona propuso"),
        "shred": Say("shred rows", "destruir renglones"),
        "view_ledger": Say("see the ledger", "ver el libro mayor"),
        "verify_ledger": Say("check the ledger", "revisar el libro mayor"),
        "review_access": Say("review who may do what", "revisar quién puede hacer qué"),
        "view_status": Say("see the status of the product", "ver el estado del producto"),
        "manage_accounts": Say("manage accounts", "administrar cuentas"),
        "manage_agreements": Say("manage agreements", "administrar convenios"),
        "run_platform": Say("run the product", "operar el producto"),
        "view_exhibits": Say("see exhibits", "ver indicios"),
        "receive_exhibit": Say("bring in exhibits", "ingresar indicios"),
        "handle_exhibit": Say("handle exhibits", "manejar indicios"),
        "open_exhibit_file": Say("open an exhibit's file", "abrir el archivo de un indicio"),
        "prepare_package": Say("prepare packages for court", "preparar paquetes para el tribunal"),
        "view_summary": Say("see trace summaries", "ver resúmenes de rastreo"),
        "view_statistics": Say("see statistics", "ver estadísticas"),
        "view_traces": Say("see trace requests", "ver solicitudes de rastreo"),
        "request_trace": Say("write trace requests", "redactar solicitudes de rastreo"),
        "transmit_trace": Say("transmit trace requests", "transmitir solicitudes de rastreo"),
        "complete_trace": Say("record results of traces", "registrar resultados de rastreos"),
        "ask_question": Say("ask questions of the library", "hacer preguntas de la biblioteca"),
        "run_cypher": Say("write Cypher of one's own", "escribir Cypher propio"),
        "run_detectors": Say("run the detectors", "correr los detectores"),
        "view_review": Say("see the review queue", "ver la cola de revisión"),
        "judge_finding": Say("judge findings", "dictaminar hallazgos"),
        "draft_referral": Say("draft referrals", "redactar remisiones"),
        "view_exchange": Say("see what is shared with partners", "ver lo que se comparte con asociadas"),
        "edit_profile": Say("say what a partner is given", "decidir qué recibe una dependencia asociada"),
        "prepare_release": Say("prepare a release to a partner", "preparar una entrega a una dependencia asociada"),
        "review_inbound": Say("judge what partners sent", "dictaminar lo que enviaron dependencias asociadas"),
        "fetch_shared": Say("fetch what was released to a partner", "obtener lo entregado a una asociada"),
        "send_shared": Say("send in as a partner's program", "enviar como programa de una dependencia asociada"),
    }
)
