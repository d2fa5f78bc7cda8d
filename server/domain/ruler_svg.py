"""Draws the time ruler as one SVG for the console, the statement to the unit and the bulletin's annex.
Presentation attributes only: a strict CSP forbids style attributes, and a document has no style sheet. Shapes
carry the state beside the colour, so that it reads in black and white."""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from server.clock import CHINA
from server.domain.ruler import Bar, Mark, Ruler, Scale, Span, apart, breadth, centred, lanes, scale

INK, MUTED, RULE, GROUND = "#1f2933", "#56616a", "#9aa5ad", "#e3efed"
ACCENT, WAITING, DANGER = "#0f766e", "#b45309", "#b42318"
_COLOURS = {"present": ACCENT, "absent": DANGER, "claimed": WAITING, "neutral": MUTED}
_BARS = {"leave": "#fde9c8", "trip": "#fde9c8", "meeting": "#dbe7f5", "duty": "#e7e2f3", "visit": "#eceff1"}
_ROW = 17.0


def clock_time(moment: datetime) -> str:
    """Official time of day, e.g. 09:05."""
    return f"{moment.astimezone(CHINA):%H:%M}"


def draw(ruler: Ruler, *, title: str, width: float = 760.0) -> str:
    """The whole drawing. `title` is what a screen reader says instead. An empty ruler draws nothing."""
    if not ruler.marks and not ruler.bounds and not ruler.bars:
        return ""
    rule = scale(ruler, width, 24.0)
    above, axis = _above(ruler, rule)
    below, height = _below(ruler, rule, axis + 21.0)
    parts = [*_hours(ruler, rule, axis), *above, *_axis(rule, axis), *below]
    places = apart([rule.x(mark.at) for mark in ruler.marks])
    parts += [_shape(mark, x, axis) for mark, x in zip(ruler.marks, places, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="time-ruler" viewBox="0 0 {width:g} {height:g}" '
        f'width="100%" role="img" aria-label={quoteattr(title)} font-size="11" fill="{INK}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, colour: str = INK, anchor: str = "start", size: int = 11) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-size="{size}"'
    return f"<text {place}>{escape(words)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, extra: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {extra}/>'


def _hours(ruler: Ruler, rule: Scale, axis: float) -> list[str]:
    """Working hours lie under the line as a tinted ground."""
    return [
        f'<rect x="{rule.x(a):.1f}" y="{axis - 9:.1f}" width="{rule.x(b) - rule.x(a):.1f}" height="18" '
        f'fill="{GROUND}"/>'
        for a, b in ruler.hours
        if rule.x(b) > rule.x(a)
    ]


def _axis(rule: Scale, axis: float) -> list[str]:
    drawn = [_line(2, axis, rule.width - 2, axis, INK, 'stroke-width="1.4"')]
    for tick in rule.ticks():
        x = rule.x(tick)
        drawn.append(_line(x, axis, x, axis + 5, RULE))
        drawn.append(_text(x, axis + 17, clock_time(tick), MUTED, "middle", 10))
    return drawn


def _above(ruler: Ruler, rule: Scale) -> tuple[list[str], float]:
    """Bars at the top, then the words of bounds and looks in lanes; also returns where the axis runs."""
    drawn, top = _bars([b for b in ruler.bars if rule.x(b.end) > rule.x(b.start)], rule)
    words = [(rule.x(b.at), b.label, MUTED) for b in ruler.bounds if rule.shows(b.at)]
    words += [(rule.x(m.at), m.label, MUTED if m.withdrawn else _COLOURS[m.state]) for m in ruler.marks]
    places = [centred(x, label, rule.width) for x, label, _ in words]
    rows = lanes(places)
    axis = top + (max(rows, default=0) + 1) * _ROW + 16.0
    for (x, label, colour), (left, _), row in zip(words, places, rows, strict=True):
        y = axis - 18.0 - row * _ROW
        drawn.append(_line(x, y + 3, x, axis, colour, 'stroke-width="0.8"'))
        drawn.append(
            f'<rect x="{left - 1:.1f}" y="{y - 10:.1f}" width="{breadth(label) + 2:.1f}" height="13" '
            f'fill="#ffffff" fill-opacity="0.85"/>'
        )
        drawn.append(_text(left, y, label, colour))
    for bound in ruler.bounds:
        if rule.shows(bound.at):
            x = rule.x(bound.at)
            drawn.append(_line(x, axis - 9, x, axis + 9, INK, 'stroke-width="2"'))
    return drawn, axis


def _bars(bars: Sequence[Bar], rule: Scale) -> tuple[list[str], float]:
    rows = lanes(
        [(rule.x(b.start), max(rule.x(b.end), rule.x(b.start) + breadth(b.label, 10))) for b in bars], 2
    )
    drawn = []
    for bar, row in zip(bars, rows, strict=True):
        x, y, span = rule.x(bar.start), 3 + row * _ROW, rule.x(bar.end) - rule.x(bar.start)
        drawn.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{span:.1f}" height="14" rx="2" fill="{_BARS[bar.kind]}" '
            f'stroke="{RULE}" stroke-width="0.5"/>'
        )
        drawn.append(
            _text(min(x + 4, rule.width - breadth(bar.label, 10) - 4), y + 10.5, bar.label, INK, size=10)
        )
    return drawn, 3 + (max(rows) + 1 if rows else 0) * _ROW


def _shape(mark: Mark, x: float, y: float) -> str:
    """Present: a disc. Absent: a hollow diamond. Claimed: a square. Anything else: a short upright stroke."""
    colour = MUTED if mark.withdrawn else _COLOURS[mark.state]
    if mark.state == "present":
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}"/>'
    elif mark.state == "absent":
        points = f"{x:.1f},{y - 8:.1f} {x + 8:.1f},{y:.1f} {x:.1f},{y + 8:.1f} {x - 8:.1f},{y:.1f}"
        drawn = f'<polygon points="{points}" fill="#ffffff" stroke="{colour}" stroke-width="2.4"/>'
    elif mark.state == "claimed":
        drawn = (
            f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="#ffffff" '
            f'stroke="{colour}" stroke-width="2.4"/>'
        )
    else:
        drawn = _line(x, y - 7, x, y + 7, colour, 'stroke-width="4"')
    struck = _line(x - 9, y + 9, x + 9, y - 9, MUTED, 'stroke-width="1.6"') if mark.withdrawn else ""
    return drawn + struck


def _below(ruler: Ruler, rule: Scale, top: float) -> tuple[list[str], float]:
    """Under the line: what the rules measure, the photographs, then the proven interval of each look."""
    drawn, y = _spans(ruler.spans, rule, top)
    hung, y = _photographs(ruler.marks, rule, y)
    proven, y = _intervals(ruler.marks, rule, y)
    return drawn + hung + proven, y + 4


def _spans(spans: Sequence[Span], rule: Scale, top: float) -> tuple[list[str], float]:
    drawn = []
    for row, span in enumerate(spans):
        left, right, y = rule.x(span.start), rule.x(span.end), top + 12 + row * _ROW
        colour = ACCENT if span.met else DANGER
        drawn.append(_line(left, y, right, y, colour, 'stroke-width="1.4"'))
        drawn += [_line(x, y - 4, x, y + 4, colour, 'stroke-width="1.4"') for x in (left, right)]
        words = f"{'✓' if span.met else '✗'} {span.label}"
        place = centred((left + right) / 2, words, rule.width)[0]
        drawn.append(
            f'<rect x="{place - 3:.1f}" y="{y - 8:.1f}" width="{breadth(words) + 6:.1f}" height="15" '
            'fill="#ffffff"/>'
        )
        drawn.append(_text(place, y + 4, words, colour))
    return drawn, top + len(spans) * _ROW + (5 if spans else 0)


def _photographs(marks: Sequence[Mark], rule: Scale, top: float) -> tuple[list[str], float]:
    hung = [(rule.x(m.at), m.photographs) for m in marks if m.photographs]
    rows = lanes([(x - 9, x - 9 + 20 * len(numbers)) for x, numbers in hung], 3)
    drawn = []
    for (x, numbers), row in zip(hung, rows, strict=True):
        y = top + 8 + row * 20
        drawn.append(_line(x, top - 3, x, y, RULE, 'stroke-width="0.8"'))
        for place, number in enumerate(numbers):
            left = x - 9 + 20 * place
            drawn.append(
                f'<rect x="{left:.1f}" y="{y:.1f}" width="18" height="14" fill="#ffffff" stroke="{MUTED}"/>'
            )
            drawn.append(_text(left + 9, y + 10.5, str(number), INK, "middle", 10))
    return drawn, top + (max(rows) + 1 if rows else 0) * 20 + (6 if rows else 0)


def _intervals(marks: Sequence[Mark], rule: Scale, top: float) -> tuple[list[str], float]:
    """From the earliest to the latest moment a look can have; an arrow where that lies off the page."""
    known = [(m, m.earliest, m.latest) for m in marks if m.earliest and m.latest]
    drawn = []
    for row, (mark, earliest, latest) in enumerate(known):
        y, colour = top + 8 + row * 8, _COLOURS[mark.state]
        left, right = rule.x(earliest), rule.x(latest)
        drawn.append(_line(left, y, right, y, colour, 'stroke-width="1" stroke-dasharray="3 2"'))
        drawn.append(_end(left, y, colour, outward=-1 if earliest < rule.start else 0))
        drawn.append(_end(right, y, colour, outward=1 if latest > rule.end else 0))
        drawn.append(f'<circle cx="{rule.x(mark.at):.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>')
    return drawn, top + len(known) * 8 + (6 if known else 0)


def _end(x: float, y: float, colour: str, *, outward: int) -> str:
    if not outward:
        return _line(x, y - 3, x, y + 3, colour)
    tip = x + 6 * outward
    return f'<polygon points="{tip:.1f},{y:.1f} {x:.1f},{y - 3:.1f} {x:.1f},{y + 3:.1f}" fill="{colour}"/>'
