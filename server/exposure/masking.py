"""Masking in free text (文中姓名掩码): every full name of the roster, wherever somebody typed it, becomes 张某某; so do
telephone and identity numbers. Pure. Privacy comes before style: a word that happens to be a name is masked."""

import re
from collections import defaultdict
from collections.abc import Iterable

from server.domain.names import mask, mask_en

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_BETWEEN = " \t\u3000·•・‧⋅"


class Masker:
    """Scans from the left, the longest name first; `keep` are institutions' names, which stay as they are."""

    def __init__(self, names: Iterable[str], keep: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
        seen: dict[str, str] = {}
        for name in names:
            plain = _plain(name)
            if len(plain) >= 2 and "某某" not in plain:
                seen[plain] = mask_en(name) if plain.isascii() else mask(name)
        for text in keep:
            if plain := _plain(text):
                seen[plain] = ""
        for plain, shown in seen.items():
            self._by_first[plain[0]].append((plain, shown))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: len(entry[0]), reverse=True)

    def text(self, text: str) -> str:
        """The text with every full name masked; masking again changes nothing."""
        text = _TELEPHONE.sub("（号码略）", _IDENTITY.sub("（证件号略）", text))
        while True:
            masked = self._once(text)
            if masked == text:
                return text
            text = masked

    def _once(self, text: str) -> str:
        out: list[str] = []
        at = 0
        while at < len(text):
            found = self._match(text, at)
            if found is None:
                out.append(text[at])
                at += 1
            else:
                end, shown = found
                out.append(shown or text[at:end])
                at = end
        return "".join(out)

    def _match(self, text: str, at: int) -> tuple[int, str] | None:
        for plain, shown in self._by_first.get(text[at].casefold(), ()):
            end = _end_of(text, at, plain)
            if end is not None and not (plain.isascii() and _inside_word(text, at, end)):
                return end, shown
        return None


def _plain(name: str) -> str:
    return "".join(c for c in name if c not in _BETWEEN).casefold()


def _end_of(text: str, at: int, plain: str) -> int | None:
    """Where `plain` ends in the text when it begins at `at`, skipping spaces and dots between its characters."""
    for number, wanted in enumerate(plain):
        while number and at < len(text) and text[at] in _BETWEEN:
            at += 1
        if at >= len(text) or text[at].casefold() != wanted:
            return None
        at += 1
    return at


def _inside_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
