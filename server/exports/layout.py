"""Small decisions of layout that both writers must take alike."""

from server.exports.model import Figure

_WIDE, _HIGH = 100.0, 64.0
_CENTRED_BELOW = 16


def shown_size(figure: Figure) -> tuple[float, float]:
    """Width and height in mm: two photographs with captions fit one page, and the imprint below."""
    scale = min(_WIDE / figure.width, _HIGH / figure.height)
    return figure.width * scale, figure.height * scale


def centred(share: int) -> bool:
    """Whether a table column of that share holds short values, which stand in the middle."""
    return share < _CENTRED_BELOW
