"""Pictures of every kind come in; upright copies without metadata go out, and nothing crashes."""

import io
import random

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from server.errors import Refusal
from server.storage import images


def scene(width: int = 320, height: int = 240) -> Image.Image:
    picture = Image.new("RGB", (width, height), "#c8d4d0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 8, height // 2, width // 2, height - 10), fill="#0f766e")
    draw.ellipse((width // 2, 10, width - 20, height // 2), fill="#b45309")
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int) -> bytes:
    """The scene stored turned, with the EXIF note that turns it back."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    stored = scene() if orientation == 1 else scene().transpose(back[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(stored, exif=exif, quality=92)


def difference(one: bytes, other: bytes) -> float:
    pair = [Image.open(io.BytesIO(data)).convert("RGB").resize((160, 120)) for data in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*pair)).mean) / 3


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_photograph_gets_the_same_upright_thumbnail(orientation: int) -> None:
    one, other = images.thumbnail(turned(1)), images.thumbnail(turned(orientation))
    assert Image.open(io.BytesIO(one)).size == Image.open(io.BytesIO(other)).size == (320, 240)
    assert difference(one, other) < 12


def test_a_thumbnail_carries_no_metadata_of_the_camera() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera with a serial number"
    data = encoded(scene(), exif=exif, comment=b"taken by inspector nine", dpi=(300, 300))
    made = Image.open(io.BytesIO(images.thumbnail(data)))
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not made.getexif()


@pytest.mark.parametrize(
    ("data", "flag"),
    [
        (b"", "empty"),
        (b"<html><body>Login</body></html>", "not_an_image"),
        (b"\xff\xd8\xff\xe0 but nothing follows", "not_an_image"),
        (encoded(scene())[:2500], "truncated"),
        (encoded(scene(), "PNG")[:-20], "truncated"),
        (encoded(scene(), "WEBP")[:-40], "truncated"),
    ],
    ids=["zero bytes", "a page named .jpg", "a bare header", "cut JPEG", "cut PNG", "cut WEBP"],
)
def test_a_file_that_is_not_whole_is_flagged(data: bytes, flag: str) -> None:
    assert flag in images.inspect(data).flags


def test_a_whole_picture_of_each_kind_has_no_flag() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        seen = images.inspect(encoded(scene(), kind))
        assert (seen.format, seen.width, seen.height, seen.flags) == (kind, 320, 240, ())


def test_every_byte_may_be_wrong_and_inspect_still_answers() -> None:
    rng = random.Random(7)
    for original in (turned(6), encoded(scene(64, 48), "PNG"), encoded(scene(64, 48), "WEBP")):
        for _ in range(150):
            data = bytearray(original)
            for _ in range(rng.randint(1, 8)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            seen = images.inspect(bytes(data))
            if not seen.viewable:
                with pytest.raises(Refusal):
                    images.thumbnail(bytes(data))
            else:
                assert images.thumbnail(bytes(data)).startswith(b"\xff\xd8")


def test_an_eighty_megapixel_jpeg_is_shown_small_and_not_decoded_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = encoded(Image.new("L", (10_000, 8_000), 90))
    sizes: list[tuple[int, int]] = []
    whole = Image.Image.convert
    monkeypatch.setattr(
        Image.Image, "convert", lambda self, *a, **k: (sizes.append(self.size), whole(self, *a, **k))[1]
    )
    assert images.inspect(data).flags == ()
    assert Image.open(io.BytesIO(images.thumbnail(data))).size == (600, 480)
    assert max(width * height for width, height in sizes) <= 2_000_000


def test_a_picture_beyond_the_limit_is_flagged_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "WHOLE_LIMIT", 10_000)
    data = encoded(scene(), "PNG")
    assert images.inspect(data).flags == ("too_many_pixels",)
    for made in (lambda: images.thumbnail(data), lambda: images.redact(data, [])):
        with pytest.raises(Refusal) as refused:
            made()
        assert refused.value.code == "image_too_large"


def test_what_is_not_an_image_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        images.thumbnail(b"%PDF-1.7")
    assert refused.value.code == "image_unreadable"
