"""The entry that an import leaves (导入留痕), the same for every list: the file and what was read from it."""

from server.planning.spreadsheet import media_type
from server.storage.context import Office
from server.storage.office_log import Appended, Guard, MediaIn


def append_import(
    office: Office,
    kind: str,
    *,
    actor: str,
    file: tuple[bytes, str],
    normalised: bytes,
    rows: int,
    guard: Guard,
) -> Appended:
    """`file` is content and name; `rows` counts what the list holds afterwards. Raises Refusal stale."""
    content, filename = file
    return office.log.append(
        kind,
        actor=actor,
        clear={"import": office.new_id(), "rows": rows},
        private={"filename": filename},
        media=[MediaIn(content, media_type(content), filename), MediaIn(normalised, "application/json")],
        guards=[guard],
    )
