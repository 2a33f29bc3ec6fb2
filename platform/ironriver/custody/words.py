"""Words of the printed record. Both languages are written; neither is converted."""

from __future__ import annotations

from ironriver.custody.records import Happened
from ironriver.errors import Say

KINDS = {
    Happened.RECEIVED: Say(en="Received", es="Recibido"),
    Happened.OFFERED: Say(en="Offered", es="Ofrecido"),
    Happened.ACCEPTED: Say(en="Accepted", es="Aceptado"),
    Happened.REFUSED: Say(en="REFUSED", es="RECHAZADO"),
    Happened.VIEWED: Say(en="Looked at", es="Consultado"),
    Happened.DOWNLOADED: Say(en="Downloaded", es="Descargado"),
    Happened.TESTED: Say(en="Tested", es="Examinado"),
    Happened.SEAL_BROKEN: Say(en="Seal broken", es="Sello roto"),
    Happened.RESEALED: Say(en="Sealed again", es="Sellado de nuevo"),
}
TITLES = {
    "custodian": Say(en="evidence custodian", es="custodio de indicios"),
    "court_liaison": Say(en="court liaison", es="enlace con tribunales"),
    "investigator": Say(en="investigator", es="investigador"),
    "tracer": Say(en="trace specialist", es="especialista en rastreo"),
    "supervisor": Say(en="supervisor", es="supervisor"),
    "analyst": Say(en="analyst", es="analista"),
    "partner_manager": Say(en="partner manager", es="responsable de enlace"),
}
PAPER = {
    "title": Say(en="Chain of custody record", es="Registro de cadena de custodia"),
    "exhibit": Say(en="Exhibit", es="Indicio"),
    "holder": Say(en="Current holder", es="Lo tiene ahora"),
    "since": Say(en="since", es="desde"),
    "serial_frame": Say(en="Serial, frame", es="Serie, armazón"),
    "serial_slide": Say(en="Serial, slide", es="Serie, corredera"),
    "serial_barrel": Say(en="Serial, barrel", es="Serie, cañón"),
    "calibre": Say(en="Calibre", es="Calibre"),
    "condition": Say(en="Condition", es="Estado físico"),
    "found": Say(en="Found", es="Hallazgo"),
    "authority": Say(en="Authority", es="Fundamento"),
    "finder": Say(en="Found by", es="Hallado por"),
    "seal": Say(en="Seal", es="Sello"),
    "file_name": Say(en="File", es="Archivo"),
    "size": Say(en="Bytes", es="Bytes"),
    "times": Say(en="Times", es="Horas"),
    "utc": Say(en="UTC", es="UTC"),
    "chain": Say(en="What happened to it", es="Qué sucedió con él"),
    "at": Say(en="Date, time", es="Fecha, hora"),
    "who": Say(en="Who", es="Quién"),
    "to": Say(en="To", es="Para"),
    "what": Say(en="What, and why", es="Qué y por qué"),
    "digest": Say(en="Digest, credential", es="Huella, credencial"),
    "measured_same": Say(en="✓ same", es="✓ igual"),
    "measured_different": Say(en="✗ DIFFERS", es="✗ DISTINTA"),
    "measured_none": Say(en="by seal", es="por sello"),
    "attention": Say(en="To be read first", es="Léase primero"),
    "pen_at": Say(en="Date, time", es="Fecha, hora"),
    "pen_from": Say(en="From: name, badge", es="Entrega: nombre, placa"),
    "pen_to": Say(en="To: name, badge", es="Recibe: nombre, placa"),
    "pen_why": Say(en="Reason", es="Motivo"),
    "pen_seal": Say(en="Seal", es="Sello"),
    "pen_both": Say(en="Both signatures", es="Ambas firmas"),
    "signed": Say(
        en="Each numbered row was signed with its handler's own key (the first figures of the credential are shown). "
        "These keys are held by the server and used for the person who was signed in. Empty rows are for pen.",
        es="Cada renglón numerado se firmó con la llave de su custodio (se muestran las primeras cifras de la "
        "credencial). El servidor guarda esas llaves y las usa para la persona con sesión iniciada. Los renglones "
        "vacíos son para llenarse a mano.",
    ),
    "limits_title": Say(en="What this record does and does not show.", es="Qué muestra este registro y qué no."),
    "limits": Say(
        en="It shows who signed for the exhibit, when, and that its files have not changed since they were received. "
        "It does not show who used it.",
        es="Muestra quién firmó por el indicio, cuándo, y que sus archivos no han cambiado desde que se recibieron. "
        "No muestra quién lo usó.",
    ),
    "verify": Say(
        en="Check without us: run verify.py from the court package, on any computer with Python. No network is needed.",
        es="Compruébelo sin nosotros: ejecute verify.py del paquete, en cualquier computadora con Python. No hace "
        "falta red.",
    ),
    "custodian": Say(en="Custodian: name and signature", es="Custodio: nombre y firma"),
    "witness": Say(en="Witness: name and signature", es="Testigo: nombre y firma"),
    "place": Say(en="Date and place", es="Fecha y lugar"),
}
