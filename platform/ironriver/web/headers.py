"""Security headers on every answer: content policy with a nonce per answer, no framing, no caching of case data."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

#: One year, as ASVS 3.4.1 asks.
HSTS = "max-age=31536000; includeSubDomains"


def nonce() -> str:
    """Return this request's nonce, for the one style block that names the printed page."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return str(g.nonce)


def policy(value: str) -> str:
    """Return the content policy: everything from here, nothing inline, nothing framed."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{value}'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'self'",
            "font-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def install(app: Flask, *, tls: bool) -> None:
    """Put the headers on every answer of the application."""

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy(nonce())
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if request.endpoint != "static_files.static_file":
            # Whatever is not a built file may hold case data.
            headers["Cache-Control"] = "no-store"
        if tls:
            headers["Strict-Transport-Security"] = HSTS
        return response
