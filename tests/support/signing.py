"""A door that signs: puts an enrolled phone's proof on whatever request comes, so that a program that knows only the
OpenAPI description gets behind the first gate."""

import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from tests.support.phone import Phone

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def signed(app: "WSGIApplication", phone: Phone, fresh_nonce: Callable[[], str]) -> "WSGIApplication":
    """Wrap a WSGI application. Each request is signed exactly as it is, whatever it holds."""

    def door(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        body: Any = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")  # PEP 3333: bytes as latin-1
        phone.nonce = fresh_nonce()
        environ["HTTP_MC_PROOF"] = phone.proof(environ["REQUEST_METHOD"], path, body)
        return app(environ, start)

    return door
