"""A double of the PDND, of ANPR, of the Signal Hub and of INPS, on the loopback: it speaks the real protocol.

It verifies what the real ones verify (signatures, audiences, lives, replays, purposes, digests) and
refuses as they do. It can be told to be out of order, and in which way.
"""

import base64
import contextlib
import email.utils
import hashlib
import json
import threading
import time
import uuid
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from defusedxml.ElementTree import fromstring

ASSERTION = {"iss", "sub", "aud", "jti", "iat", "exp", "purposeId", "digest"}
REQUIRED = ["iss", "sub", "aud", "jti", "iat", "exp"]
OPAQUE = "015-0008", "Unable to generate a token for the given request"
AUDIENCE = "auth.double.example.it/client-assertion"
USES = {
    "C030": "purpose-c030",
    "C020": "purpose-c020",
    "C021": "purpose-c021",
    "INPS": "purpose-isee",
}
LOA = {"LoA1", "LoA2", "LoA3", "LoA4"}


class Refused(Exception):
    def __init__(self, code, **told):
        self.code, self.told = code, told


@dataclass
class Out:
    """An answer told beforehand, given once in place of the true one."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict = field(default_factory=dict)
    after: float = 0.0
    drip: float = 0.0


class Double:
    """The state of the other side: keys, people, what was asked, what to do wrong."""

    def __init__(self, client_key, platform_key):
        self.client_keys = {("client", "kid-1"): client_key.public_key()}
        self.platform_key = platform_key
        self.active = set(USES.values())
        self.candid = False  # whether it says which link is missing, as the public server does not
        self.life = 600
        self.clock = time.time
        self.spent = set()
        self.seen = []
        self.vouchers = 0
        self.out = defaultdict(deque)
        self.people, self.families, self.attestations = {}, {}, {}
        self.signals, self.seed = [], "seme-1"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.004,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def next(self, place, out):
        self.out[place].append(out)

    # --- the authorization server ----------------------------------------------------------------

    def token(self, form):
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        if fields.get("grant_type") != "client_credentials" or not fields.get(
            "client_assertion_type", ""
        ).endswith(":jwt-bearer"):
            self._no("015-0010")
        assertion = fields.get("client_assertion", "")
        claims = self._assertion(assertion, fields.get("client_id"))
        self.vouchers += 1
        now = int(self.clock())
        voucher = {
            "iss": "auth.double.example.it",
            "aud": claims.get("purposeId", "pdnd"),
            "client_id": claims["sub"],
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + self.life,
            **{name: claims[name] for name in ("purposeId", "digest") if name in claims},
        }
        token = jwt.encode(voucher, self.platform_key, "RS256", {"kid": "pdnd", "typ": "at+jwt"})
        return {"access_token": token, "token_type": "Bearer", "expires_in": self.life}

    def _assertion(self, assertion, client_id):
        head = jwt.get_unverified_header(assertion)
        key = self.client_keys.get((client_id, head.get("kid")))
        if key is None or head.get("alg") != "RS256" or head.get("typ") != "JWT":
            self._no("015-0011")
        try:
            claims = jwt.decode(
                assertion,
                key,
                algorithms=["RS256"],
                audience=AUDIENCE,
                options={
                    "require": ["iss", "sub", "aud", "jti", "iat", "exp"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError:
            self._no("015-0012")
        now = self.clock()
        if set(claims) - ASSERTION or claims["iss"] != client_id or claims["sub"] != client_id:
            self._no("015-0010")
        if not claims["iat"] - 5 <= now <= claims["exp"] or claims["jti"] in self.spent:
            self._no("015-0010")
        self.spent.add(claims["jti"])
        if claims.get("purposeId", "") not in self.active | {""}:
            self._no("015-0005")
        return claims

    def _no(self, code):
        code, detail = (
            (code, "…")
            if self.candid
            else ("015-0008", "Unable to generate a token for the given request")
        )
        raise Refused(
            400,
            type="about:blank",
            status=400,
            title="The request contains bad syntax or cannot be fulfilled.",
            detail="Bad request",
            correlationId="corr-1",
            errors=[{"code": code, "detail": detail}],
        )

    # --- what every provider checks --------------------------------------------------------------

    def admitted(self, place, headers, body):
        """The claims of the evidence, once voucher, evidence and signature agree."""
        token = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            voucher = jwt.decode(
                token,
                self.platform_key.public_key(),
                algorithms=["RS256"],
                options={"verify_exp": False, "verify_aud": False},
            )
        except jwt.InvalidTokenError:
            raise Refused(401, title="no voucher") from None
        if voucher["exp"] <= self.clock() or voucher.get("purposeId", "") != USES.get(place, ""):
            raise Refused(401, title="voucher expired or for something else")
        if place in {"hub"}:
            return {}
        audience = f"{self.url}/{place}"
        evidence = headers.get("agid-jwt-trackingevidence", "")
        if voucher.get("digest") != {
            "alg": "SHA256",
            "value": hashlib.sha256(evidence.encode()).hexdigest(),
        }:
            raise Refused(400, title="the voucher was given for other evidence")
        who = self._signed(evidence, audience, {"userID", "userLocation", "LoA", "dnonce"})
        if (
            who["LoA"] not in LOA
            or len(who["userLocation"]) > 20
            or who["purposeId"] != USES[place]
        ):
            raise Refused(400, title="evidence")
        self._whole(headers, body, audience)
        return who

    def _whole(self, headers, body, audience):
        digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
        told = self._signed(headers.get("agid-jwt-signature", ""), audience, {"signed_headers"})
        signed = {name: value for each in told["signed_headers"] for name, value in each.items()}
        if headers.get("digest") != digest or signed.get("digest") != digest:
            raise Refused(400, title="digest")
        if body and signed.get("content-type") != headers.get("content-type"):
            raise Refused(400, title="content-type")
        if told["jti"] in self.spent:
            raise Refused(400, title="replay")
        self.spent.add(told["jti"])

    def _signed(self, token, audience, wanted):
        try:
            return jwt.decode(
                token,
                self.client_keys["client", "kid-1"],
                algorithms=["RS256"],
                audience=audience,
                options={"require": ["iss", "aud", "exp", "iat", "jti", *wanted]},
            )
        except jwt.InvalidTokenError as wrong:
            raise Refused(400, title=str(wrong)) from None

    # --- ANPR ------------------------------------------------------------------------------------

    def anpr(self, use, body):
        asked = json.loads(body)
        wanted = asked["datiRichiesta"]
        if (
            wanted["casoUso"] != use
            or not wanted["motivoRichiesta"]
            or not asked["idOperazioneClient"].isdigit()
        ):
            raise Refused(400, listaErrori=[_anomaly("EN001", "richiesta errata")])
        criteria = asked["criteriRicerca"]
        people = [
            each
            for each in self.people.values()
            if each["identificativi"]["idANPR"] == criteria.get("idANPR")
            or each["generalita"]["codiceFiscale"]["codFiscale"] == criteria.get("codiceFiscale")
        ]
        if use == "C021":
            people = [
                {**self.people[who], "legameSoggetto": bond}
                for who, bond in self.families.get(criteria["idANPR"], {}).items()
            ]
        if not people:
            raise Refused(
                404, idOperazioneANPR="1", listaErrori=[_anomaly("EN122", "nessun risultato")]
            )
        if use == "C030":
            people = [{"identificativi": each["identificativi"]} for each in people]
        return {"idOperazioneANPR": "1", "listaSoggetti": {"datiSoggetto": people}}

    def pull(self, query):
        asked = parse_qs(query)
        since, size = int(asked["signalId"][0]), int(asked["size"][0])
        after = [each for each in self.signals if each["signalId"] > since][:size]
        return {"signals": after, "lastSignalId": after[-1]["signalId"] if after else None}

    # --- INPS ------------------------------------------------------------------------------------

    def inps(self, headers, body):
        root = fromstring(body)
        texts = {each.tag.rpartition("}")[2]: (each.text or "") for each in root.iter()}
        if headers.get("inps-identity-userid") != texts.get("UserId") or not headers.get(
            "soapaction"
        ):
            return _soap("RICHIESTA_INVALIDA", "identita mancante")
        if (
            texts["StatodomandaPrestazione"] not in {"Da Erogare", "Erogata"}
            or not texts["ProtocolloDomandaEnteErogatore"]
        ):
            return _soap("RICHIESTA_INVALIDA", "stato o protocollo")
        document = self.attestations.get(texts["CodiceFiscale"])
        if document is None:
            return _soap("DATI_NON_TROVATI")
        return _soap("OK", document=document)


def _anomaly(code, text):
    return {"codiceErroreAnomalia": code, "testoErroreAnomalia": text, "tipoErroreAnomalia": "E"}


def _soap(outcome, text="", document=""):
    inner = base64.b64encode(document.encode()).decode()
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<ConsultazioneAttestazioneResponse xmlns="http://inps.it/ConsultazioneISEE">'
        f"<ConsultazioneAttestazioneResult><IdRichiesta>7</IdRichiesta><Esito>{outcome}</Esito>"
        f"<DescrizioneErrore>{text}</DescrizioneErrore>"
        f"<XmlEsitoAttestazione>{inner}</XmlEsitoAttestazione>"
        "</ConsultazioneAttestazioneResult></ConsultazioneAttestazioneResponse></s:Body></s:Envelope>"
    ).encode()


def _handler(double):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self._serve(self.rfile.read(int(self.headers.get("content-length", 0))))

        def do_GET(self):
            self._serve(b"")

        def _serve(self, body):
            parts = urlsplit(self.path)
            place = parts.path.split("/")[1]
            headers = {name.lower(): value for name, value in self.headers.items()}
            double.seen.append((place, self.command, self.path, headers, body))
            if double.out[place]:
                return self._say_out(double.out[place].popleft())
            try:
                told = self._told(place, parts, headers, body)
            except Refused as refused:
                return self._say(refused.code, json.dumps(refused.told).encode())
            if isinstance(told, bytes):
                return self._say(200, told, "text/xml; charset=utf-8")
            return self._say(200, json.dumps(told).encode())

        def _told(self, place, parts, headers, body):
            if place == "token.oauth2":
                return double.token(body.decode())
            double.admitted(place, headers, body)
            if place == "hub":
                return double.pull(parts.query)
            if parts.path.endswith("/pseudonymization"):
                return {"seed": double.seed, "cryptoHashFunction": "SHA-256"}
            return double.inps(headers, body) if place == "INPS" else double.anpr(place, body)

        def _say_out(self, out):
            time.sleep(out.after)
            if not out.drip:
                return self._say(out.status, out.body, out.content_type, out.headers)
            self._head(out.status, len(out.body), out.content_type, out.headers)
            for byte in out.body:
                try:
                    self.wfile.write(bytes([byte]))
                except OSError:
                    return None
                time.sleep(out.drip)
            return None

        def _say(self, status, body, content_type="application/json", headers=()):
            self._head(status, len(body), content_type, dict(headers))
            with contextlib.suppress(OSError):  # who asked has left
                self.wfile.write(body)

        def _head(self, status, length, content_type, headers):
            self.send_response_only(status)
            self.send_header("Date", email.utils.formatdate(double.clock(), usegmt=True))
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(length))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    return Handler
