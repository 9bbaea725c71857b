"""People at work for the bench: each holds a session and does what operators do, over real HTTP."""

import http.client
import re
import urllib.parse
from dataclasses import dataclass, field

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME = re.compile(r'name="([^"]+)"')
VALUE = re.compile(r'value="([^"]*)"')


class Unexpected(RuntimeError):
    """The server answered what an operator would call an error."""


@dataclass
class Operator:
    """A browser without a screen: cookies, forms, redirects of its own."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, object] | None = None) -> tuple[int, str]:
        """One request; returns the status and the body (or the address of a redirect)."""
        body = urllib.parse.urlencode(form, doseq=True) if form is not None else None
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self.host}:{self.port}"
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            location = answer.headers.get("Location")
        finally:
            connection.close()
        return answer.status, location if location is not None else text

    def get(self, path: str) -> str:
        status, text = self.ask("GET", path)
        if status != 200:
            raise Unexpected(f"GET {path}: {status} {text[:200]}")
        return text

    def post(self, path: str, page: str, form: dict[str, object]) -> str:
        """Send a form with the hidden fields of the page it stood on; returns the redirect."""
        hidden: dict[str, object] = {}
        for tag in HIDDEN.findall(page):
            name, value = NAME.search(tag), VALUE.search(tag)
            if name and value:
                hidden.setdefault(name.group(1), value.group(1))
        status, text = self.ask("POST", path, {**hidden, **form})
        if status not in {302, 303}:
            raise Unexpected(f"POST {path}: {status} {text[:300]}")
        return text

    def log_in(self, username: str, password: str) -> None:
        page = self.get("/accesso/")
        self.post("/accesso/", page, {"login": username, "password": password})
