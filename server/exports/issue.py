"""Issuing a publication (发布): documents, masked photographs and manifest are made once, kept whole as a medium of the
entry `publication.issued`, and can be packed again for ever with the proof that the entry stands in the ledger."""

from collections.abc import Mapping
from datetime import datetime

from server.errors import Refusal
from server.exports.bulletin import Bulletin, compose
from server.exports.docx import write_docx
from server.exports.extras import extras
from server.exports.fonts import Faces, load_faces
from server.exports.pdf import write_pdf
from server.exports.photo_names import photograph_names
from server.exposure import publications
from server.exposure.publications import require_ready
from server.ledger import canonical_zip, merkle, package
from server.ledger.b64 import hash_id
from server.storage import sql
from server.storage.context import Office
from server.storage.office_log import Appended, Guard, MediaIn
from server.storage.sql import Row
from server.storage.tables import log

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENTS = "contents.zip"
"""The medium that keeps what was issued: manifest and files, without the proof."""


def faces_of(office: Office) -> Faces:
    """The office's own fonts first, then the open ones that `mingcha fonts` built."""
    settings = office.settings
    return load_faces(settings.config, settings.client.parent / "fonts", settings.data / "fonts")


def documents(office: Office, bulletin: Bulletin, made: datetime) -> dict[str, tuple[str, bytes]]:
    """The bulletin as DOCX and PDF. Raises Refusal `glyph_missing`, `fonts_missing`."""
    faces = faces_of(office)
    return {
        "bulletin.docx": (DOCX, write_docx(bulletin.document, faces.docx, made)),
        "bulletin.pdf": ("application/pdf", write_pdf(bulletin.document, faces, made)),
    }


def issue(office: Office, actor: str, publication: str) -> Appended:
    """Compose, write, commit to the manifest's hash in one entry. Raises the refusals of the gate, of composing and of
    writing; nothing is kept when one is raised."""
    row = publications.require_issuable(office, publication)
    made = office.clock()
    bulletin = compose(office, _rows(office, row), number=row["number"], title=row["title"])
    files = documents(office, bulletin, made)
    names = photograph_names(bulletin.items)
    for item in bulletin.items:
        for shot in item.shots:
            files[f"photographs/{names[shot.redaction]}"] = ("image/jpeg", shot.jpeg)
    files |= extras(office, row, bulletin, names)
    about: Mapping[str, object] = {
        "publication": publication,
        "number": row["number"],
        "title": bulletin.document.title,
        "origin": office.keys.origin,
        "stands_on": bulletin.stands_on,
        "findings": [
            {
                "number": item.number,
                "code": item.code,
                "photographs": [names[s.redaction] for s in item.shots],
            }
            for item in bulletin.items
        ],
    }
    manifest = package.manifest_of(files, about)
    contents = canonical_zip.write(
        [(package.MANIFEST, manifest), *((name, files[name][1]) for name in sorted(files, key=str.encode))]
    )
    return office.log.append(
        "publication.issued",
        actor=actor,
        clear={"publication": publication, "manifest_sha256": hash_id(manifest), "final": True},
        media=[MediaIn(contents, "application/zip", CONTENTS)],
        guards=[Guard("publication", publication, row["approved_leaf"])],
    )


def issued_files(office: Office, publication: str) -> tuple[Row, dict[str, bytes]]:
    """Everything that was issued, by name, as it was issued. Raises Refusal `not_issued`."""
    row = publications.find(office, publication)
    if row["state"] != "issued":
        raise Refusal("not_issued")
    return row, dict(canonical_zip.read(office.media(row["documents"][CONTENTS])))


def package_of(office: Office, publication: str) -> bytes:
    """The package: what was issued and its proof up to the first checkpoint that holds it. Always the same bytes."""
    row, files = issued_files(office, publication)
    manifest = files.pop(package.MANIFEST)
    entry = sql.one(office.session, log.entry, office=office.id, id=row["issued_entry"])
    if entry is None:
        raise Refusal("not_issued")
    leaf, size = entry["leaf"], entry["leaf"] + 1
    stood_on = package.stands_on(manifest)
    tree = office.ledger.tree
    proof = package.Proof(
        leaf=leaf,
        size=size,
        inclusion=merkle.texts(tree.inclusion(leaf, size)),
        consistency=merkle.texts(tree.consistency(stood_on, size)),
    )
    return package.build(
        manifest,
        files,
        key_line=office.keys.verifier,
        entry=entry["jws"],
        note=office.ledger.checkpoint(size),
        proof=proof,
    )


def file_name(row: Row, ending: str) -> str:
    """What a browser saves a document as: 临效办〔2026〕7号.pdf."""
    return f"{row['number']}.{ending}"


def _rows(office: Office, row: Row) -> list[Row]:
    return require_ready(office, row["campaign"], row["findings"])
