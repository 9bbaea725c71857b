"""Telephones and what they hand in, sealed as a telephone seals it."""

import base64
import hashlib
import json
import os
import uuid

import factory
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from prossimo.access import links, sealing
from prossimo.access.models import OutreachPhone, Parcel
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory


class OutreachPhoneFactory(ArrangedFactory):
    class Meta:
        model = OutreachPhone

    post = factory.SubFactory(PostFactory)
    user = factory.SelfAttribute("post.user")
    ambito = factory.SelfAttribute("post.ambito")
    name = "Il telefono"


def sealed(parcel_id, plain, key=None):
    """An envelope as the browser makes it, byte for byte."""
    name, point = key or sealing.public_key()
    pair = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    mine = pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    head, nonce = bytes.fromhex(name) + mine, os.urandom(12)
    once = sealing.stretched(pair.exchange(ec.ECDH(), theirs), head)
    text = AESGCM(once).encrypt(nonce, plain, str(parcel_id).encode())
    return sealing.MARK + head + nonce + text


def plain_of(fields, written_at=None):
    at = (written_at or timezone.now()).isoformat()
    return json.dumps({"written_at": at, "salt": os.urandom(8).hex(), "fields": fields}).encode()


def token_of(phone):
    return links.sign(links.PHONE, phone.ambito_id, phone.pk, 1)


def parcel_of(phone, fields, *, id=None, written_at=None, **more):
    """What a telephone sends of one contact."""
    key, plain = id or uuid.uuid4(), plain_of(fields, written_at)
    return {
        "id": str(key),
        "token": token_of(phone),
        "digest": hashlib.sha256(plain).hexdigest(),
        "sealed": base64.b64encode(sealed(key, plain)).decode(),
        **more,
    }


class ParcelFactory(ArrangedFactory):
    """A parcel that arrived: `fields` is what was written in it."""

    class Meta:
        model = Parcel

    id = factory.LazyFunction(uuid.uuid4)
    phone = factory.SubFactory(OutreachPhoneFactory)
    user = factory.SelfAttribute("phone.user")
    post = factory.SelfAttribute("phone.post")
    ambito = factory.SelfAttribute("phone.ambito")
    written_at = factory.LazyFunction(timezone.now)
    state = "refused"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        fields = kwargs.pop("fields", {})
        plain = plain_of(fields, kwargs["written_at"])
        kwargs.setdefault("digest", hashlib.sha256(plain).hexdigest())
        first = kwargs.get("rival_of")
        kwargs.setdefault("sealed", sealed(first.pk if first else kwargs["id"], plain))
        return super()._create(model_class, *args, **kwargs)
