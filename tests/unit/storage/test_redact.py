"""A masked copy tells nothing of what was covered: solid black from a fresh buffer, whatever lay beneath."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from server.errors import Refusal
from server.storage import images

from .test_images import encoded, scene, turned

BOX = (70, 60, 90, 44)


def with_noise(picture: Image.Image, box: images.Box, seed: int) -> Image.Image:
    left, top, width, height = box
    noise = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(3 * width * height))
    copy = picture.copy()
    copy.paste(noise, (left, top))
    return copy


def test_the_box_is_solid_black_and_the_rest_stays() -> None:
    made = Image.open(io.BytesIO(images.redact(encoded(scene(), "PNG"), [BOX]))).convert("RGB")
    inside = made.crop((BOX[0], BOX[1], BOX[0] + BOX[2], BOX[1] + BOX[3]))
    assert max(high for _, high in inside.getextrema()) <= 8  # the edge blocks of a JPEG are approximations
    assert made.getpixel((300, 200)) != (0, 0, 0)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 200), st.integers(0, 150), st.integers(1, 120), st.integers(1, 90), st.integers(0, 2**16)
)
def test_noise_under_the_mask_of_a_lossless_picture_changes_no_byte(
    left: int, top: int, width: int, height: int, seed: int
) -> None:
    box = (left, top, width, height)
    plain, noisy = encoded(scene(), "PNG"), encoded(with_noise(scene(), box, seed), "PNG")
    assert images.redact(plain, [box]) == images.redact(noisy, [box])


@pytest.mark.parametrize("subsampling", [0, 2])
@pytest.mark.parametrize("seed", range(6))
def test_noise_under_the_mask_changes_no_byte_even_through_jpeg(seed: int, subsampling: int) -> None:
    """The camera's own JPEG smears a covered pixel over its block; the widened box covers that too."""
    rng = random.Random(seed)
    box = (rng.randrange(200), rng.randrange(150), rng.randint(5, 110), rng.randint(5, 80))
    sources = [
        encoded(picture, quality=88, subsampling=subsampling)
        for picture in (scene(317, 233), with_noise(scene(317, 233), box, seed))
    ]
    assert sources[0] != sources[1]
    assert images.redact(sources[0], [box]) == images.redact(sources[1], [box])


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_boxes_count_in_the_upright_picture(orientation: int) -> None:
    made = Image.open(io.BytesIO(images.redact(turned(orientation), [(48, 128, 64, 64)]))).convert("RGB")
    assert made.size == (320, 240)
    assert made.getpixel((80, 160)) == (0, 0, 0)
    assert made.getpixel((160, 40)) != (0, 0, 0)


def test_a_masked_copy_holds_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 14.0, 1.0)}
    data = encoded(scene(), exif=exif, comment=b"9:05 by the third team", icc_profile=b"")
    made = images.redact(data, [BOX])
    assert b"Exif" not in made
    assert b"third team" not in made
    assert set(Image.open(io.BytesIO(made)).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_large_photograph_is_reduced_and_still_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "COPY_LIMIT", 20_000)
    made = Image.open(io.BytesIO(images.redact(encoded(scene(640, 480)), [(320, 240, 160, 120)])))
    assert made.width < 640
    middle = made.convert("RGB").getpixel((made.width * 5 // 8, made.height * 5 // 8))
    assert middle == (0, 0, 0)


@pytest.mark.parametrize("box", [(-1, 0, 10, 10), (0, 0, 321, 10), (0, 0, 0, 10), (10, 230, 10, 11)])
def test_a_box_outside_the_picture_is_refused(box: images.Box) -> None:
    with pytest.raises(Refusal) as refused:
        images.redact(encoded(scene()), [box])
    assert refused.value.code == "box_outside"
