"""An access key made of software: it registers with a person and answers what a page asks of it."""

import json
from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.arranging import arranging

HOST, ORIGIN = "testserver", "http://testserver"
FLAG = AuthenticatorData.FLAG


class SoftKey:
    """A key of a person; `verified` says whether it asks them for a PIN or a finger."""

    def __init__(self, user, *, verified=True):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.name, self.verified = sha256(str(user.pk).encode()).digest()[:16], verified
        public = ES256.from_cryptography_key(self.private.public_key())
        known = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        made = AuthenticatorData.create(self._site(), FLAG.UP | FLAG.AT, 0, known)
        answer = {
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            "clientDataJSON": websafe_encode(self._client("webauthn.create", "AAAA")),
        }
        with arranging():
            self.row = Authenticator.objects.create(
                user=user,
                type="webauthn",
                data={"name": "portatile", "credential": self._credential(answer)},
            )

    def answer(self, asked):
        """What the browser writes in the form for the options that it found in the page."""
        client = self._client("webauthn.get", asked["publicKey"]["challenge"])
        flags = FLAG.UP | FLAG.UV if self.verified else FLAG.UP
        data = AuthenticatorData.create(self._site(), flags, 1)
        signature = self.private.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        answer = {
            "authenticatorData": websafe_encode(data),
            "clientDataJSON": websafe_encode(client),
            "signature": websafe_encode(signature),
        }
        return json.dumps(self._credential(answer))

    def _credential(self, response):
        name = websafe_encode(self.name)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }

    @staticmethod
    def _site():
        return sha256(HOST.encode()).digest()

    @staticmethod
    def _client(kind, challenge):
        return CollectedClientData.create(kind, challenge, ORIGIN)
