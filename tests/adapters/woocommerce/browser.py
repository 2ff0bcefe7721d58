"""Somebody of the shop at a browser, who is asked whether a program may have REST keys."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import requests

from adapters.woocommerce.sandbox.authorise import ADMINISTRATOR, PASSWORD


@dataclass
class Browser:
    shop: str
    session: requests.Session = field(default_factory=requests.Session)

    def open(self, url: str) -> requests.Response:
        return self.session.get(url, timeout=20, allow_redirects=False)

    def ask(self, **parameters: str) -> requests.Response:
        """The page where a program asks for keys."""
        return self.open(f"{self.shop}/wc-auth/v1/authorize?{urlencode(parameters, quote_via=quote)}")

    def log_in(
        self, asked: requests.Response, user: str = ADMINISTRATOR, password: str = PASSWORD
    ) -> requests.Response:
        """From the page that asks, by way of the login, to the page that asks."""
        at = asked.headers["Location"]
        answer = self.session.post(at, {"username": user, "password": password}, timeout=20, allow_redirects=False)
        return self.open(answer.headers["Location"]) if answer.status_code == 302 else answer

    def approve(self, page: requests.Response) -> requests.Response:
        return self.open(link(page, "approve"))


def link(page: requests.Response, name: str) -> str:
    (found,) = re.findall(rf'<a href="([^"]+)" class="button wc-auth-{name}"', page.text)
    return html.unescape(found)
