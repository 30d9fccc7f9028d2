from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratsarchiv.errors import WrongUse
from ratsarchiv.fetch import Fetcher

from .asking import read

if TYPE_CHECKING:
    from tests.conftest import Site

    from .asking import Clock


def test_a_session_goes_on_after_a_restart(site: Site, clock: Clock) -> None:
    site.replies["/bi/a"] = [
        site.reply(b"", "200 OK", "Set-Cookie: ASPSESSIONIDX=geheim; path=/bi", "Set-Cookie: B=2; path=/anderswo")
    ]
    first = Fetcher([site.url[7:]], delay=0, private=True, clock=clock)
    read(first, f"{site.url}/bi/a")
    kept = first.cookies()
    first.close()
    second = Fetcher([site.url[7:]], delay=0, private=True, clock=clock)
    second.set_cookies(kept)
    read(second, f"{site.url}/bi/b")
    assert second.cookies() == kept
    second.close()
    assert "Cookie: ASPSESSIONIDX=geheim\r\n" in site.log[-1]
    assert "Cookie" not in site.log[-2]  # robots.txt lies outside the cookie's path


def test_cookies_of_others_are_not_sent(site: Site, fetcher: Fetcher) -> None:
    fetcher.set_cookies(
        '[{"name": "a", "value": "1", "domain": "anderswo.example", "path": "/", "secure": false, "expires": null}]'
    )
    read(fetcher, f"{site.url}/a")
    assert "Cookie" not in site.log[-1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}}",
        "[1]",
        '[{"name": "a"}]',
        '[{"name": "a", "value": "1\\r\\nX: y", "domain": "d", "path": "/", "secure": false, "expires": null}]',
        '[{"name": "a", "value": 1, "domain": "d", "path": "/", "secure": false, "expires": null}]',
    ],
)
def test_what_are_no_cookies_of_ours_is_said(fetcher: Fetcher, text: str) -> None:
    with pytest.raises(WrongUse, match="cookies"):
        fetcher.set_cookies(text)
    assert fetcher.cookies() == "[]"
