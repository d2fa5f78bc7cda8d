"""Whoever changes a package, by one byte or whole, is found out, and the fault has a name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.ledger import canonical_zip, package
from server.ledger.b64 import b64u, hash_id
from tests.support.packages import FILES, Small, small

GOOD = small()
DATA = GOOD.build()


def status(data: bytes, *pinned: str, explicit: bool = True) -> tuple[str, list[str]]:
    report = package.verify(data, pinned or (GOOD.line,), explicit=explicit)
    return report.status, [fault.code for fault in report.faults]


def test_a_whole_package_is_valid_against_the_pinned_key() -> None:
    report = package.verify(DATA, [GOOD.line])
    assert (report.status, report.faults) == ("VALID", ())
    assert report.facts["number"] == "临效办〔2026〕7号"
    assert (report.facts["leaf"], report.facts["size"], report.facts["files"]) == (4, 7, 2)


def test_the_same_parts_give_the_same_bytes() -> None:
    assert small().build() == DATA


def test_every_byte_changed_in_turn_is_invalid_and_the_fault_is_named() -> None:
    codes = set()
    for at in range(len(DATA)):
        for bit in (0x01, 0x80):
            changed = DATA[:at] + bytes([DATA[at] ^ bit]) + DATA[at + 1 :]
            report = package.verify(changed, [GOOD.line])
            assert report.status == "INVALID", f"byte {at} of {len(DATA)}"
            assert len(report.faults) == 1
            codes.add(report.faults[0].code)
    assert codes <= {"member_changed", "header_changed", "directory_changed", "cut_short", "not_a_package",
                     "name_unsafe", "bytes_behind_the_end"}  # fmt: skip


def test_every_byte_of_every_member_is_guarded_even_when_the_zip_is_written_anew() -> None:
    members = canonical_zip.read(DATA)
    for index, (name, content) in enumerate(members):
        for at in range(len(content)):
            changed = content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :]
            data = canonical_zip.write([*members[:index], (name, changed), *members[index + 1 :]])
            report = package.verify(data, [GOOD.line])
            assert report.status == "INVALID", f"byte {at} of {name}"


@pytest.mark.parametrize("cut", [1, 22, 100])
def test_a_cut_package_is_invalid(cut: int) -> None:
    assert status(DATA[:-cut])[0] == "INVALID"


@pytest.mark.parametrize("name", [name for name, _ in canonical_zip.read(DATA)])
def test_a_dropped_member_is_named(name: str) -> None:
    members = [(n, c) for n, c in canonical_zip.read(DATA) if n != name]
    report = package.verify(canonical_zip.write(members), [GOOD.line])
    assert report.status == "INVALID"
    assert report.faults[0].code == "member_missing"
    assert report.faults[0].about == name


def test_an_added_member_is_named() -> None:
    members = canonical_zip.read(DATA)
    data = canonical_zip.write([*members[:2], ("extra.txt", b"hidden"), *members[2:]])
    assert package.verify(data, [GOOD.line]).faults == (package.Fault("member_unlisted", "extra.txt"),)


def test_a_renamed_member_is_named() -> None:
    members = [(n.replace("bulletin.docx", "a.docx"), c) for n, c in canonical_zip.read(DATA)]
    assert status(canonical_zip.write(members)) == ("INVALID", ["member_unlisted"])


def test_members_in_another_order_are_a_fault() -> None:
    members = canonical_zip.read(DATA)
    assert status(canonical_zip.write([members[0], members[2], members[1], *members[3:]])) == (
        "INVALID",
        ["order_changed"],
    )


def test_bytes_behind_the_end_are_a_fault() -> None:
    assert status(DATA + b"\0") == ("INVALID", ["bytes_behind_the_end"])


def test_something_that_is_no_package_is_invalid() -> None:
    assert status(b"") == ("INVALID", ["not_a_package"])
    assert status(b"<html>") == ("INVALID", ["not_a_package"])


def test_everything_signed_again_by_another_key_is_invalid_against_the_pinned_one() -> None:
    forged = small(seed=2)
    assert status(forged.build()) == ("INVALID", ["other_key"])
    assert status(forged.build(), GOOD.line, explicit=False) == ("INVALID", ["other_key"])


def test_a_key_nobody_pinned_is_incomplete_with_its_fingerprint() -> None:
    report = package.verify(DATA, [])
    assert (report.status, report.faults[0].code) == ("INCOMPLETE", "key_unknown")
    assert report.faults[0].about == report.facts["fingerprint"]


def _other_key(good: Small) -> Small:
    return replace(good, key=small(seed=2).key)


def _other_entry(good: Small) -> Small:
    return replace(good, entry=small(seed=2).entry)


def _other_note(good: Small) -> Small:
    return replace(good, note=small(seed=2).note)


def _two_signatures(good: Small) -> Small:
    return replace(good, note=good.note + good.note.splitlines()[-1] + "\n")


def _other_leaf(good: Small) -> Small:
    return replace(good, proof=replace(good.proof, leaf=5))


def _longer_path(good: Small) -> Small:
    return replace(good, proof=replace(good.proof, inclusion=[*good.proof.inclusion, b64u(bytes(32))]))


def _short_hash(good: Small) -> Small:
    return replace(good, proof=replace(good.proof, inclusion=["AA"]))


def _other_size(good: Small) -> Small:
    return replace(good, proof=replace(good.proof, size=8))


def _other_past(good: Small) -> Small:
    return replace(good, proof=replace(good.proof, consistency=good.proof.inclusion))


def _other_manifest(good: Small) -> Small:
    return replace(good, manifest=package.manifest_of(FILES, {"publication": "p2"}))


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (_other_key, "signature_wrong"),
        (_other_entry, "signature_wrong"),
        (_other_note, "checkpoint_wrong"),
        (_two_signatures, "checkpoint_wrong"),
        (_other_leaf, "not_in_ledger"),
        (_longer_path, "not_in_ledger"),
        (_short_hash, "proof_unreadable"),
        (_other_size, "proof_other_checkpoint"),
        (_other_past, "stands_on_other_ledger"),
        (_other_manifest, "manifest_changed"),
    ],
)
def test_a_proof_that_fits_something_else_is_invalid(forge: Callable[[Small], Small], code: str) -> None:
    assert status(forge(GOOD).build()) == ("INVALID", [code])


def test_an_entry_that_is_no_final_publication_proves_nothing() -> None:
    assert status(small(final=False).build()) == ("INVALID", ["not_a_publication"])
    assert status(small(entry_type="draft.exported").build()) == ("INVALID", ["not_a_publication"])


def test_a_key_line_written_otherwise_is_a_fault() -> None:
    members = [(n, c if n != "office.pub" else c + b" ") for n, c in canonical_zip.read(DATA)]
    assert status(canonical_zip.write(members)) == ("INVALID", ["key_unreadable"])


@pytest.mark.parametrize("name", ["../up.jpg", "/root.jpg", "a//b", "a\\b", "a\nb"])
def test_an_unsafe_name_is_never_written(name: str) -> None:
    with pytest.raises(ValueError, match="names must be"):
        canonical_zip.write([(name, b"")])


def test_hashes_in_the_manifest_are_those_of_the_files() -> None:
    manifest = package.manifest_of(FILES, {})
    assert all(hash_id(content).encode() in manifest for _, content in FILES.values())
