"""The same promises on real photographs of real phones, and on the damaged ones."""

import io

import pytest
from PIL import Image

from server.storage import images
from tests.support.samples import sample

from .test_images import difference

pytestmark = pytest.mark.sample


def photo(name: str) -> bytes:
    return sample(f"photos/{name}").read_bytes()


def test_four_orientations_of_one_scene_look_alike() -> None:
    made = [images.thumbnail(photo(f"landscape_{number}.jpg")) for number in (1, 3, 6, 8)]
    assert {Image.open(io.BytesIO(data)).size for data in made} == {(600, 450)}
    assert max(difference(one, other) for one in made for other in made) < 12


def test_the_damaged_photographs_are_flagged_and_still_shown() -> None:
    """corrupted.jpg lost a disk cluster; image00971.jpg was cropped after its metadata was written."""
    assert images.inspect(photo("corrupted.jpg")).flags == ("scan_damaged",)
    assert images.inspect(photo("image00971.jpg")).flags == ("metadata_contradicts",)
    for name in ("corrupted.jpg", "image00971.jpg"):
        assert Image.open(io.BytesIO(images.thumbnail(photo(name)))).width > 600


@pytest.mark.parametrize(
    ("name", "kind", "size"),
    [
        ("HMD_Nokia_8.3_5G.jpg", "JPEG", (4608, 1976)),
        ("iphone_hdr_NO.jpg", "JPEG", (3264, 2448)),
        ("iphone_13_pro_max.HEIC", "HEIF", (3024, 4032)),
        ("DSCN0010.jpg", "JPEG", (640, 480)),
        ("no_exif.jpg", "JPEG", (322, 466)),
    ],
)
def test_an_undamaged_photograph_has_no_flag(name: str, kind: str, size: tuple[int, int]) -> None:
    seen = images.inspect(photo(name))
    assert (seen.format, seen.width, seen.height, seen.flags) == (kind, *size, ())


def test_a_heic_is_shown_as_jpeg() -> None:
    made = Image.open(io.BytesIO(images.thumbnail(photo("iphone_13_pro_max.HEIC"))))
    assert (made.format, made.size) == ("JPEG", (360, 480))
