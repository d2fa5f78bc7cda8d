"""The left side of the console: what waits for me, with counts. Each area registers its own lines."""

from collections.abc import Callable
from dataclasses import dataclass

from server.domain.permissions import may
from server.identity.sessions import Person
from server.storage.context import Office

Count = Callable[[Office, Person], int]

GROUPS = ("work", "plan", "admin")


@dataclass(frozen=True)
class Item:
    """One line. `key` is a sentence's key; `count` says how many things wait there for this person, None if
    nothing can wait; `waiting` is the key of the home page's sentence with `{n}`."""

    key: str
    endpoint: str
    permission: str
    group: str
    order: int
    count: Count | None = None
    waiting: str | None = None
    icon: str = "dot"


@dataclass(frozen=True)
class Line:
    """An item as one person sees it now."""

    item: Item
    count: int | None


_ITEMS: dict[str, Item] = {}


def register(item: Item) -> None:
    """Adds a line; the same endpoint again replaces it. Raises ValueError for an unknown group."""
    if item.group not in GROUPS:
        raise ValueError(f"no such group: {item.group}")
    _ITEMS[item.endpoint] = item


def lines(office: Office, person: Person) -> dict[str, list[Line]]:
    """The person's lines by group, in order, with what waits."""
    shown = sorted((i for i in _ITEMS.values() if may(person.roles, i.permission)), key=lambda i: i.order)
    return {
        group: [Line(i, i.count(office, person) if i.count else None) for i in shown if i.group == group]
        for group in GROUPS
    }
