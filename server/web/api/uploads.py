"""tus 1.0.0 (core, creation, termination, checksum) for the sealed bytes of declared media (docs/protocol.md §5.3).

The address of an upload is made of what it carries, so that asking twice leads to the same one.
"""

import base64
import binascii

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.exceptions import ClientDisconnected

from server.errors import Refusal
from server.ledger.b64 import is_hash
from server.storage import sql
from server.sync import media, uploads
from server.sync.uploads import Upload
from server.web.context import office, store, unit_of_work
from server.web.proof import prove_device

blueprint = Blueprint("uploads", __name__, url_prefix="/api/v1/uploads", description="Uploads (tus 1.0.0)")

VERSION = "1.0.0"
_BODY = "application/offset+octet-stream"


def _answer(status: int, **headers: str | int) -> Response:
    response = Response(status=status)
    response.headers["Tus-Resumable"] = VERSION
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = str(value)
    return response


def _require_tus() -> None:
    # tus 1.0.0: the client MUST send Tus-Resumable with every request but OPTIONS; another version gets 412.
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refusal("upload_version")


def _whole(name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refusal("upload_metadata")
    return int(text)


def _metadata() -> tuple[str, str]:
    """`entry` and `sd` of the Upload-Metadata header. Raises Refusal `upload_metadata`."""
    found: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError, ValueError) as unreadable:
            raise Refusal("upload_metadata") from unreadable
    if not is_hash(found.get("entry")) or not is_hash(found.get("sd")):
        raise Refusal("upload_metadata")
    return found["entry"], found["sd"]


def _checksum() -> bytes | None:
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error as unreadable:
        raise Refusal("upload_metadata") from unreadable
    if algorithm != "sha256" or len(digest) != 32:
        raise Refusal("upload_metadata")
    return digest


def _upload(row: sql.Row) -> Upload:
    return uploads.upload_of(
        store().settings.data / "uploads", row["entry"], row["sd"], row["bytes"], row["sealed"]
    )


def _settle(row: sql.Row) -> int:
    """How much of this medium is here. Complete bytes that a killed server left unrecorded are taken in now."""
    if row["received_leaf"] is not None:
        return int(row["bytes"])
    upload = _upload(row)
    if upload.offset() == upload.length:
        uploads.finish(upload, store().blobs)
    if not store().blobs.has(upload.sealed):
        return upload.offset()
    fault = media.inspect(office(), row["entry"], row["sd"])
    with unit_of_work() as work:
        media.record(work, row["device"], row["entry"], row["sd"], fault)
    return upload.length


def _declared(entry: str, sd: str) -> sql.Row:
    device = prove_device()["device"]
    _require_tus()
    if not is_hash(entry) or not is_hash(sd):
        raise Refusal("upload_undeclared")
    return media.declared(office(), device, entry, sd)


@blueprint.route("")
class Uploads(MethodView):
    @blueprint.response(201, description="Location of the upload, Upload-Offset")
    def post(self) -> Response:
        """Creation: begin, or find again, the upload of a declared medium."""
        device = prove_device()["device"]
        _require_tus()
        entry, sd = _metadata()
        row = media.declared(office(), device, entry, sd)
        if _whole("Upload-Length") != row["bytes"]:
            raise Refusal("upload_size_wrong", bytes=row["bytes"])
        if row["bytes"] > store().settings.upload_limit + 4096:
            raise Refusal("upload_too_large", limit=store().settings.upload_limit)
        return _answer(201, Location=f"/api/v1/uploads/{entry}/{sd}", Upload_Offset=_settle(row))

    @blueprint.response(204, description="What this server speaks")
    def options(self) -> Response:
        """The versions, extensions and limits of this server."""
        return _answer(
            204,
            Tus_Version=VERSION,
            Tus_Extension="creation,termination,checksum",
            Tus_Checksum_Algorithm="sha256",
            Tus_Max_Size=store().settings.upload_limit + 4096,
        )


@blueprint.route("/<string:entry>/<string:sd>")
class OneUpload(MethodView):
    @blueprint.response(200, description="Upload-Offset and Upload-Length")
    def head(self, entry: str, sd: str) -> Response:
        """Where to go on."""
        row = _declared(entry, sd)
        offset = _settle(row)
        response = _answer(200, Upload_Offset=offset, Upload_Length=row["bytes"])
        response.headers["Cache-Control"] = "no-store"
        return response

    @blueprint.response(204, description="The new Upload-Offset")
    def patch(self, entry: str, sd: str) -> Response:
        """Append bytes at the offset. What arrived before a cut is kept; an acknowledged offset is durable."""
        row = _declared(entry, sd)
        if request.headers.get("Content-Type") != _BODY:
            raise Refusal("media_type_unsupported", expected=_BODY)
        size = request.content_length
        if size is None:
            raise Refusal("upload_metadata")
        if size > store().settings.chunk_limit:
            raise Refusal("body_too_large", limit=store().settings.chunk_limit)
        request.max_content_length = store().settings.chunk_limit
        if (here := _settle(row)) == row["bytes"]:
            raise Refusal("upload_offset_wrong", offset=here)
        uploads.write(_upload(row), _whole("Upload-Offset"), _piece, size, _checksum())
        return _answer(204, Upload_Offset=_settle(row))

    @blueprint.response(204, description="The upload is forgotten")
    def delete(self, entry: str, sd: str) -> Response:
        """Termination: drop what arrived so far. A medium that is complete stays."""
        row = _declared(entry, sd)
        if row["received_leaf"] is not None:
            raise Refusal("upload_received")
        uploads.drop(_upload(row))
        return _answer(204)


def _piece(size: int) -> bytes:
    """The next bytes of the body; nothing when the sender stopped, in whatever way the server notices it."""
    try:
        return request.stream.read(size)
    except ClientDisconnected:
        return b""
