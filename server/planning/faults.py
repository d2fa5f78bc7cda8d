"""What is wrong with a row of a sent file: the row as the sender sees it, the column, a stable code and a
sentence that says what to do. Sentences stand in `config/locales/errors/directory.json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.domain.messages import ErrorCatalogue
from server.errors import Refusal


@dataclass(frozen=True)
class Fault:
    """`column` is its heading. A faulty row is left out; the others stand."""

    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, catalogue: ErrorCatalogue) -> dict[str, object]:
        """The fault as the command line and the page show it."""
        refusal = Refusal(self.code, **{**self.details, "column": self.column})
        message = {"zh": catalogue.render(refusal, "zh"), "en": catalogue.render(refusal, "en")}
        return {"row": self.row, "column": self.column, "code": self.code, "message": message}


def forbid_identity_numbers(faults: tuple[Fault, ...]) -> None:
    """The file itself is kept with the import, so it must not hold identity numbers anywhere."""
    rows = [str(fault.row) for fault in faults if fault.code == "identity_number_value"]
    if rows:
        raise Refusal("identity_numbers_in_file", rows="、".join(rows[:20]))
