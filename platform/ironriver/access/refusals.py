"""The refusals of the door. Each says the same to everybody, so that nothing can be learned from it."""

from __future__ import annotations

from ironriver.errors import Invalid, NotAllowed, Say


class SignInNeeded(NotAllowed):
    """There is no session, or it is over. `code` tells a screen where to send the person."""

    status = 401
    code = "sign_in_needed"


class ScreenLocked(NotAllowed):
    """Thirty idle minutes have passed; password (and code) open the same session again."""

    status = 401
    code = "screen_locked"


class ConfirmationNeeded(NotAllowed):
    """A privileged function: password (and code) are asked once more."""

    status = 401
    code = "confirmation_needed"


class SlowDown(NotAllowed):
    """Too many failed attempts from one address."""

    status = 429
    code = "slow_down"


def not_accepted() -> NotAllowed:
    """One answer for unknown login, wrong password, wrong code, locked, disabled (ASVS 6.3.8)."""
    return SignInNeeded(
        Say(
            en="Sign-in was not accepted. Check login, password and code. After five wrong attempts an account "
            "stays locked until an administrator releases it.",
            es="No se aceptó el acceso. Revise usuario, contraseña y código. Tras cinco intentos fallidos, la "
            "cuenta queda bloqueada hasta que un administrador la libere.",
        )
    )


def sign_in_needed() -> NotAllowed:
    """No session, or over."""
    return SignInNeeded(Say(en="Please sign in.", es="Inicie sesión, por favor."))


def screen_locked() -> NotAllowed:
    """Idle for thirty minutes."""
    return ScreenLocked(
        Say(
            en="The screen locked after 30 minutes without use. Give your password to go on where you were.",
            es="La pantalla se bloqueó tras 30 minutos sin uso. Escriba su contraseña para seguir donde estaba.",
        )
    )


def confirmation_needed() -> NotAllowed:
    """Privileged function."""
    return ConfirmationNeeded(
        Say(
            en="This needs your password once more. Confirm it, and you come back here.",
            es="Esto requiere su contraseña otra vez. Confírmela y volverá aquí.",
        )
    )


def slow_down() -> NotAllowed:
    """Throttle by address."""
    return SlowDown(
        Say(
            en="Too many failed attempts from this address. Wait 15 minutes, then try again.",
            es="Demasiados intentos fallidos desde esta dirección. Espere 15 minutos e intente de nuevo.",
        )
    )


def token_not_accepted() -> NotAllowed:
    """One answer for unknown, wrong, expired and revoked tokens."""
    return SignInNeeded(
        Say(
            en="The API token was not accepted. If it has expired, make a new one: ironriver accounts token",
            es="No se aceptó la ficha de API. Si venció, cree otra: ironriver accounts token",
        )
    )


def code_does_not_fit() -> Invalid:
    """The first code of a new second factor is wrong."""
    return Invalid(
        Say(
            en="The code does not fit. Check that the clock of the device is right, and type the newest code.",
            es="El código no coincide. Revise que la hora del dispositivo sea correcta y use el código nuevo.",
        ),
        fields={"code": Say(en="Six digits, changing every 30 seconds.", es="Seis cifras; cambian cada 30 s.")},
    )
