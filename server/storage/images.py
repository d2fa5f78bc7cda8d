"""The one place where pictures are decoded. Originals are never changed: previews and masked copies are new
files from a fresh pixel buffer, so that nothing of the camera (EXIF, ICC, comments) comes along."""

import io
import math
import struct
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

import pi_heif  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageFile

from server.domain import jpeg
from server.errors import Refusal

pi_heif.register_heif_opener()
# The limits below are checked on the header, before decoding; a cut picture is shown as far as it goes.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = True

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
WHOLE_LIMIT = 50_000_000
"""Pixels that may be decoded whole (150 MB of RGB); more only where the decoder can reduce, as JPEG's."""
REDUCED_LIMIT = 250_000_000
"""Pixels of a baseline JPEG that may be decoded at 1/2 to 1/8 (ITU-T T.81's blocks make that cheap)."""
COPY_LIMIT = 24_000_000
"""Pixels of a masked copy; a larger picture is reduced, which loses nothing that a bulletin can print."""
_JPEG = ("JPEG", "MPO")  # MPO is a phone's JPEG with more pictures behind the first
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_GRID = 16
_BLEED = 2
_P = ParamSpec("_P")
_T = TypeVar("_T")

Box = tuple[int, int, int, int]
"""left, top, width, height in pixels of the upright picture."""


def _quietly(act: Callable[_P, _T]) -> Callable[_P, _T]:
    """Pillow warns of odd metadata on the console; here it's an expected finding, answered by a flag."""

    @wraps(act)
    def acting(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return act(*args, **kwargs)

    return acting


@dataclass(frozen=True)
class Inspection:
    """What a file is and what is wrong with it. Sizes are the upright picture's, 0 when unknown."""

    format: str | None
    width: int
    height: int
    flags: tuple[str, ...]

    @property
    def viewable(self) -> bool:
        return not {"empty", "not_an_image", "too_many_pixels"} & set(self.flags)


@_quietly
def inspect(data: bytes) -> Inspection:
    """Look at a file of unknown origin. Never raises: what can't be read is said in `flags`."""
    if not data:
        return Inspection(None, 0, 0, ("empty",))
    try:
        image = _open(data)
    except Refusal:
        kind = "WEBP" if data[8:12] == b"WEBP" else None
        return Inspection(kind, 0, 0, (*_cut(kind, data), "not_an_image"))
    found = list(jpeg.flags(data)) if image.format in _JPEG else _cut(image.format, data)
    width, height = _upright_size(image)
    if _too_large(image):
        found.append("too_many_pixels")
    else:
        try:
            _decode(image, 160 * 120)
        except Refusal:
            found.append("not_an_image")
    return Inspection("JPEG" if image.format in _JPEG else image.format, width, height, tuple(found))


@_quietly
def thumbnail(data: bytes, size: tuple[int, int] = (640, 480)) -> bytes:
    """An upright JPEG copy within `size`, without metadata. Raises `image_unreadable`, `image_too_large`."""
    image = _open(data)
    if _too_large(image):
        raise Refusal("image_too_large")
    upright = _decode(image, max(size) ** 2)
    upright.thumbnail(size, Image.Resampling.LANCZOS)
    return _fresh(upright, quality=85)


@_quietly
def redact(data: bytes, boxes: Sequence[Box]) -> bytes:
    """A copy with `boxes` filled solid black, never blurred. A lossy picture's boxes are widened to its
    blocks, so that no block on view was computed from a covered pixel.
    Raises `image_unreadable`, `image_too_large`, `box_outside`."""
    image = _open(data)
    if _too_large(image):
        raise Refusal("image_too_large")
    full = _upright_size(image)
    lossy = image.format != "PNG"
    orientation = _orientation(image)
    covered = [_widen(box, full, orientation) if lossy else box for box in _checked(boxes, full)]
    copy = _decode(image, COPY_LIMIT)
    across, down = copy.width / full[0], copy.height / full[1]
    for left, top, width, height in covered:
        area = (
            math.floor(left * across),
            math.floor(top * down),
            math.ceil((left + width) * across),
            math.ceil((top + height) * down),
        )
        copy.paste((0, 0, 0), area)
    if copy.width * copy.height > COPY_LIMIT:
        copy.thumbnail((6000, 6000), Image.Resampling.LANCZOS)
    return _fresh(copy, quality=90)


def _open(data: bytes) -> ImageFile.ImageFile:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (OSError, ValueError, SyntaxError, RuntimeError) as fault:
        raise Refusal("image_unreadable") from fault


def _too_large(image: ImageFile.ImageFile) -> bool:
    pixels = image.width * image.height
    reducible = image.format in _JPEG and not image.info.get("progressive")
    return pixels > (REDUCED_LIMIT if reducible else WHOLE_LIMIT)


def _decode(image: ImageFile.ImageFile, enough: int) -> Image.Image:
    """Upright sRGB pixels, decoded as small as the decoder allows while keeping at least `enough` of them."""
    try:
        pixels = image.width * image.height
        for scale in (8, 4, 2):
            if pixels / scale**2 >= enough:
                image.draft("RGB", (math.ceil(image.width / scale), math.ceil(image.height / scale)))
                break
        image.load()
        turn = _TURNS.get(_orientation(image))
        return _srgb(image if turn is None else image.transpose(turn), image.info.get("icc_profile"))
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError) as fault:
        raise Refusal("image_unreadable") from fault


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The copy carries no colour profile, so its numbers must mean sRGB, or wide colours would turn dull."""
    flat = image.convert("RGB") if image.mode in ("RGB", "L", "CMYK", "YCbCr") else _on_white(image)
    if not profile or image.mode != "RGB":
        return flat
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(flat, source, ImageCms.createProfile("sRGB")) or flat
    except (ImageCms.PyCMSError, OSError):
        return flat


def _on_white(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _fresh(image: Image.Image, *, quality: int) -> bytes:
    clean = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2)
    return out.getvalue()


def _upright_size(image: ImageFile.ImageFile) -> tuple[int, int]:
    turned = _orientation(image) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _orientation(image: ImageFile.ImageFile) -> int:
    """EXIF 2.3 §4.6.4 A, 1 to 8. An unreadable note counts as upright; it must not hide a picture."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except (OSError, ValueError, TypeError, SyntaxError, KeyError, struct.error):
        return 1


def _cut(kind: str | None, data: bytes) -> list[str]:
    whole = {
        "PNG": data.rstrip(b"\x00")[-12:].find(b"IEND") >= 0,
        "WEBP": int.from_bytes(data[4:8], "little") + 8 <= len(data),
    }
    return [] if whole.get(kind or "", True) else ["truncated"]


def _checked(boxes: Sequence[Box], size: tuple[int, int]) -> list[Box]:
    for number, (left, top, width, height) in enumerate(boxes, 1):
        inside = left >= 0 and top >= 0 and left + width <= size[0] and top + height <= size[1]
        if not inside or width <= 0 or height <= 0:
            raise Refusal("box_outside", box=number, width=size[0], height=size[1])
    return list(boxes)


def _widen(box: Box, size: tuple[int, int], orientation: int) -> Box:
    # T.81 A.2: blocks count from the stored picture's first corner; turning it moves that corner away.
    from_right, from_bottom = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    left, width = _snap(box[0], box[2], size[0], from_right)
    top, height = _snap(box[1], box[3], size[1], from_bottom)
    return left, top, width, height


def _snap(start: int, length: int, whole: int, from_end: bool) -> tuple[int, int]:
    if from_end:
        mirrored, grown = _snap(whole - start - length, length, whole, False)
        return whole - mirrored - grown, grown
    first = max(0, start // _GRID * _GRID - _BLEED)
    last = min(whole, -(-(start + length) // _GRID) * _GRID + _BLEED)
    return first, last - first
