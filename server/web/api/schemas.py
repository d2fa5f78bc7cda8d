"""The wire's allow-list: what requests may hold. An unknown member is refused, a missing one is named."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate


class Strict(Schema):
    class Meta:
        unknown = RAISE


def hash_text(**options: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"^[A-Za-z0-9_-]{43}\Z"), **options)


class Refused(Schema):
    """Every refusal: a stable code, a sentence in both languages, and details."""

    code = fields.String(required=True)
    message = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    details = fields.Dict(required=True)


class Time(Schema):
    time = fields.String(required=True)
    nonce = fields.String(required=True)
    epoch = fields.Integer(required=True)


class Jwk(Strict):
    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    y = fields.String(required=True)
    kid = fields.String()
    alg = fields.String()
    use = fields.String()
    ext = fields.Boolean()
    key_ops = fields.List(fields.String())


class EnrolRequest(Strict):
    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    code = fields.String(required=True, validate=validate.Length(max=40))
    log_key = fields.Nested(Jwk, required=True)
    auth_key = fields.Nested(Jwk, required=True)
    app = fields.String(required=True, validate=validate.Length(max=64))
    agent = fields.String(required=True, validate=validate.Length(max=500))
    proof = fields.String(required=True, validate=validate.Length(max=2000))


class EnrolAnswer(Schema):
    v = fields.Integer(required=True)
    device = fields.String(required=True)
    office = fields.Dict(required=True)
    origin = fields.String(required=True)
    sign_key = fields.Dict(required=True)
    intake_key = fields.Dict(required=True)
    epoch = fields.Integer(required=True)
    checkpoint = fields.String(required=True)
    time = fields.String(required=True)


class Announced(Strict):
    seq = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**53))
    id = hash_text(required=True)


class SentEntry(Strict):
    jws = fields.String(required=True)
    seal = fields.String(required=True, allow_none=True)


class Saw(Strict):
    size = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=2**53))
    root = hash_text(required=True)


class SyncRequest(Strict):
    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    device = hash_text(required=True)
    head = fields.Nested(Announced, required=True, allow_none=True)
    entries = fields.List(fields.Nested(SentEntry), required=True, validate=validate.Length(max=100))
    saw = fields.Nested(Saw, required=True, allow_none=True)
    manifest = hash_text(required=True, allow_none=True)
    epoch = fields.Integer(required=True, strict=True)
    want = fields.List(hash_text(), required=True, validate=validate.Length(max=100))


class VerdictAnswer(Schema):
    id = fields.String(required=True)
    seq = fields.Integer(required=True, allow_none=True)
    verdict = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    receipt = fields.String(required=True, allow_none=True)


class MissingMedia(Schema):
    entry = fields.String(required=True)
    sd = fields.String(required=True)


class SyncAnswer(Schema):
    v = fields.Integer(required=True)
    time = fields.String(required=True)
    epoch = fields.Integer(required=True)
    status = fields.String(required=True)
    acked = fields.Integer(required=True)
    want_seq = fields.Integer(required=True)
    verdicts = fields.List(fields.Nested(VerdictAnswer), required=True)
    media_missing = fields.List(fields.Nested(MissingMedia), required=True)
    media_receipts = fields.List(fields.String(), required=True)
    manifest = fields.String(required=True)
    checkpoint = fields.String(required=True)
    consistency = fields.List(fields.String(), required=True)
    more = fields.Boolean(required=True)


class Manifest(Schema):
    manifest = fields.String(required=True)


class Receipts(Schema):
    receipts = fields.List(fields.String(), required=True)
