"""Headers of every answer. The browser may run only our own files, may be framed by nobody, tells nobody
where a person came from, keeps no page of the console, and gives camera and position to the phones' app
alone."""

from flask import Flask, Response, request

_COMMON = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_FIELD = {**_COMMON, "manifest-src": "'self'", "worker-src": "'self'", "media-src": "'self' blob:"}


def _policy(parts: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in parts.items())


_OFFICE_POLICY = _policy(_COMMON)
_FIELD_POLICY = _policy(_FIELD)
_NO_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
_PHONE_DEVICES = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


def protect(response: Response) -> Response:
    """Adds the headers; a view may have set a stricter one of its own, which stays."""
    on_phone = request.path.startswith("/field")
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _FIELD_POLICY if on_phone else _OFFICE_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", _PHONE_DEVICES if on_phone else _NO_DEVICES)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.path.startswith("/office") and not request.path.startswith("/office/assets/"):
        headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """Registers the headers for every answer, refusals included."""
    app.after_request(protect)
