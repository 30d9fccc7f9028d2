from __future__ import annotations

import csv
import tomllib
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from tests.cli.flavour import served
from tests.conftest import Site

from ratsarchiv import kommunen
from ratsarchiv.cli import main
from ratsarchiv.crawl.probe import MOST, probe
from ratsarchiv.demo import serve
from ratsarchiv.errors import SiteStopped, WrongUse
from ratsarchiv.kommunen.eintrag import SPALTEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import QuickClock

    from ratsarchiv.demo import World

NOTHING = "User-agent: *\nDisallow: /"
ALLRIS3 = b"""<html><head><title>Startseite</title><meta name="description" content="ALLRIS net Version 3.9.5 (221117m)" />
</head><body><div id="allriscontainer"><a href="si010_e.asp">Kalender</a><a href="vo040.asp">Vorlagen</a></div></body></html>"""
SYSTEM = b"""{"id": "https://alt.example/oparl/system", "type": "https://schema.oparl.org/1.1/System",
"oparlVersion": "https://schema.oparl.org/1.1/", "body": "%s/oparl/bodies", "name": "N/A", "license": "CC BY 4.0"}"""
BODIES = b"""{"data": [{"id": "%s/oparl/bodies/1", "type": "https://schema.oparl.org/1.1/Body", "name": "Stadt Musterdorf",
"ags": "5315999"}], "pagination": {}, "links": {}}"""
HTML = "Content-Type: text/html; charset=utf-8"
JSON = "Content-Type: application/json"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes where it stands, and none inherits settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("RATSARCHIV_DATA", "RATSARCHIV_CONTACT"):
        monkeypatch.delenv(name, raising=False)


def ask(url: str, *options: str) -> int:
    return main(["probe", url, "--loopback", *options])


def saved(out: str, folder: Path) -> kommunen.Kommune:
    """The council that the printed TOML describes."""
    path = folder / "gefunden.toml"
    path.write_text(out, encoding="utf-8")
    return kommunen.read(path)


def oparl_at(site: Site) -> None:
    """An interface beside whatever else the site serves."""
    origin = site.url.encode()
    site.replies["/oparl/system"] = [site.reply(SYSTEM % origin, "200 OK", JSON)]
    site.replies["/oparl/bodies"] = [site.reply(BODIES % origin, "200 OK", JSON)]


def test_allris_classic_is_named_with_a_toml_that_can_be_crawled(
    small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(small) as server:
        assert ask(f"{server.url}allris.net.asp") == 0
        out, err = capsys.readouterr()
        assert len(server.log) <= MOST
        assert "ALLRIS classic (3), Version 3.9.5" in err
        assert f"Kalender: {server.url}si010" in err
        kommune = saved(out, tmp_path)
        assert [(each.system, each.url) for each in kommune.quellen] == [("allris3", server.url)]
        assert (kommune.robots, kommune.loopback_erlaubt) == ("erlaubt", True)
        (tmp_path / "data" / "kommunen").mkdir()
        (tmp_path / "data" / "kommunen" / "musterdorf.toml").write_text(out, encoding="utf-8")
        assert main(["crawl", "musterdorf", "--max-requests", "20", "-q"]) == 0


@pytest.mark.parametrize(
    ("product", "page"), [("allris4", ""), ("sessionnet", "info.php"), ("sdnet", ""), ("oparl", "system")]
)
def test_each_flavour_of_musterstadt_is_named(
    product: str, page: str, small: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system = import_module(f"ratsarchiv.demo.{product}").System(small)
    with served(system) as (origin, asked):
        assert ask(f"{origin}{system.basis}{page}") == 0
        out, _ = capsys.readouterr()
    assert len(asked) <= MOST
    (quelle, *_) = saved(out, tmp_path).quellen
    assert quelle.system == product
    assert quelle.basis == f"{origin}{system.basis}"


WORDPRESS = b"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Gemeinde Musterdorf</title>
<meta name="generator" content="WordPress 6.8.1"><link rel="stylesheet" href="/wp-content/themes/dorf/style.css"></head>
<body class="home page"><h1>Willkommen</h1><p>Rathaus: 0241 5551234, rathaus@musterdorf.example</p></body></html>"""
TYPO3 = b"""<!DOCTYPE html><html lang="de"><head><title>Rat und Politik</title><meta name="generator" content="TYPO3 CMS">
</head><body><p>Vorlagen und Termine stehen im <a href="https://ratsinfo.musterstadt.example/bi/si010_e.asp">ALLRIS</a>,
fr&uuml;her in <a href="https://alt.example/public/vo020?VOLFDNR=1">ALLRIS 4</a> und
<a href="https://rat.example/bi/info.php">SessionNet</a>.</p></body></html>"""
APACHE = b"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of /rat</title></head><body>
<h1>Index of /rat</h1><ul><li><a href="/">Parent Directory</a></li><li><a href="to010.asp.bak">to010.asp.bak</a></li>
<li><a href="oparl/">oparl/</a></li></ul><address>Apache/2.4.57 (Debian)</address></body></html>"""


@pytest.mark.parametrize("body", [WORDPRESS, TYPO3, APACHE], ids=["wordpress", "typo3", "apache"])
def test_an_ordinary_website_is_unknown_and_gets_a_report(
    body: bytes, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.replies["/"] = [site.reply(body, "200 OK", HTML, "Set-Cookie: PHPSESSID=geheim", "Server: Apache")]
    assert ask(f"{site.url}/") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "Dieses System kennen wir nicht" in err
    assert "Status: 200" in err
    assert "server: Apache" in err
    assert not any(secret in err for secret in ("geheim", "rathaus@", "5551234"))
    assert site.paths == ["/robots.txt", "/"]


def test_a_report_says_what_the_page_shows(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/"] = [site.reply(WORDPRESS.replace(b"Willkommen", b"W" * 900), "200 OK", HTML)]
    ask(f"{site.url}/")
    err = capsys.readouterr().err
    assert "Titel: Gemeinde Musterdorf" in err
    assert "Generator: WordPress 6.8.1" in err
    assert 0 < err.count("W") - err.count("WordPress") <= 500


def test_a_forbidden_page_is_not_asked_for_and_the_ways_that_are_left_are_told(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.replies["/robots.txt"] = [site.reply(NOTHING.encode())]
    oparl_at(site)
    assert ask(f"{site.url}/public/vo020?VOLFDNR=11231") == 3
    out, err = capsys.readouterr()
    assert site.paths == ["/robots.txt"]
    kommune = saved(out, tmp_path)
    assert [(each.system, each.url) for each in kommune.quellen] == [("allris4", f"{site.url}/public/")]
    assert (kommune.robots, kommune.geprueft) == ("verboten", None)
    assert "ALLRIS 4 (nur nach der Adresse)" in err
    for words in ("Disallow: /", "docs/anfrage.md", "[[zustimmung]]", 'pfade = ["/public/"]', "HAR", "WACZ", "import"):
        assert words in err


def test_an_open_interface_is_found_beside_forbidden_pages(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /public/")]
    oparl_at(site)
    assert ask(f"{site.url}/public/vo020?VOLFDNR=11231") == 0
    out, err = capsys.readouterr()
    assert not any(path.startswith("/public") for path in site.paths)
    kommune = saved(out, tmp_path)
    assert [(each.system, each.url) for each in kommune.quellen] == [("oparl", f"{site.url}/oparl/system")]
    assert (kommune.name, kommune.ags, kommune.lizenz) == ("Stadt Musterdorf", "05315999", "CC BY 4.0")
    assert f'# url = "{site.url}/public/"' in out
    assert "ist offen: der Eintrag fragt nur sie" in err


def test_the_line_for_the_registry_names_forbidden_pages_too(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /public/")]
    oparl_at(site)
    assert ask(f"{site.url}/public/vo020?VOLFDNR=11231", "--csv") == 0
    (line,) = csv.reader(capsys.readouterr().out.splitlines())
    assert dict(zip(SPALTEN, line, strict=True)) == {
        "ags": "05315999",
        "kommune": "musterdorf",
        "name": "Stadt Musterdorf",
        "produkt": "allris4",
        "version": "",
        "adressen": f"{site.url}/public/",
        "abgeschaltet": "",
        "oparl": f"{site.url}/oparl/system",
        "robots": "verboten",
        "robots_am": datetime.now(UTC).date().isoformat(),
        "geprueft": "",
        "hinweis": line[-1],
    }


def test_the_line_for_the_registry(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/bi/"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    assert ask(f"{site.url}/bi/", "--csv") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split(",")[3:6] == ["allris3", "3.9.5 (221117m)", f"{site.url}/bi/"]
    assert line.split(",")[8] == "erlaubt"


def test_never_more_than_eight_requests(site: Site, quick: QuickClock, tmp_path: Path) -> None:
    site.replies["/bi/vo020.asp?VOLFDNR=1"] = [site.reply(b"", "500 Internal Server Error")]
    site.replies["/bi/allris.net.asp"] = [site.reply(b"", "503 Service Unavailable")]
    befund = probe(f"{site.url}/bi/vo020.asp?VOLFDNR=1", tmp_path, contact=None, private=True, clock=quick)
    assert befund.kennung is None
    assert befund.erschoepft
    assert len(site.log) == befund.anfragen == MOST == 8


def test_a_page_out_of_order_is_replaced_by_the_start_page(site: Site, quick: QuickClock, tmp_path: Path) -> None:
    site.replies["/bi/vo020.asp?VOLFDNR=1"] = [
        site.reply(b"<html><body>500</body></html>", "500 Internal Server Error")
    ]
    site.replies["/bi/allris.net.asp"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    befund = probe(f"{site.url}/bi/vo020.asp?VOLFDNR=1", tmp_path, contact=None, private=True, clock=quick)
    assert befund.kennung is not None
    assert befund.kennung.version == "3.9.5 (221117m)"


def test_a_redirect_to_another_website_is_not_followed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/"] = [site.reply(b"", "302 Found", "Location: https://ratsinfo.fremd.example/bi/")]
    assert ask(f"{site.url}/") == 1
    assert "leads to another website: probe https://ratsinfo.fremd.example/bi/" in capsys.readouterr().err
    assert site.paths == ["/robots.txt", "/"]


def test_a_redirect_within_the_site_is_followed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/"] = [site.reply(b"", "302 Found", "Location: /bi/")]
    site.replies["/bi/"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    assert ask(f"{site.url}/") == 0
    assert f'url = "{site.url}/bi/"' in capsys.readouterr().out


def test_a_redirect_into_what_is_forbidden_ends_before_it(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /public/")]
    site.replies["/"] = [site.reply(b"", "302 Found", "Location: /public/si010")]
    assert ask(f"{site.url}/") == 3
    out, err = capsys.readouterr()
    assert tomllib.loads(out)["quellen"] == [{"system": "allris4", "url": f"{site.url}/public/"}]
    assert 'pfade = ["/public/"]' in err
    assert not any(path.startswith("/public/") for path in site.paths)


def test_a_forbidden_site_of_no_known_product_gets_no_toml(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/robots.txt"] = [site.reply(NOTHING.encode())]
    assert ask(f"{site.url}/") == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "docs/anfrage.md" in err
    assert site.paths == ["/robots.txt"]


def test_a_page_that_is_fine_does_not_hide_what_is_forbidden(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/robots.txt"] = [site.reply(b"User-agent: *\nDisallow: /bi/vo020.asp")]
    site.replies["/bi/"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    assert ask(f"{site.url}/bi/") == 3
    assert "robots.txt: verboten (Disallow: /bi/vo020.asp)" in capsys.readouterr().err


def test_a_members_login_leads_to_the_public_pages(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    login = b'<html><body><form action="logon.asp"><input type="password" name="pw"></form></body></html>'
    site.replies["/ri/logon.asp"] = [site.reply(login, "200 OK", HTML)]
    assert ask(f"{site.url}/ri/logon.asp") == 0
    out, err = capsys.readouterr()
    assert "nicht gesehen" in tomllib.loads(out)["hinweis"]
    assert f'url = "{site.url}/bi/"' in out
    site.replies["/bi/allris.net.asp"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    assert ask(f"{site.url}/ri/logon.asp") == 0
    out, err = capsys.readouterr()
    assert "nicht gesehen" not in out
    assert f"Kalender: {site.url}/bi/si010_e.asp" in err


def test_a_site_that_turns_programs_away_is_left_alone(site: Site, quick: QuickClock, tmp_path: Path) -> None:
    site.replies["/bi/vo020.asp?VOLFDNR=1"] = [site.reply(b"", "403 Forbidden")]
    befund = probe(f"{site.url}/bi/vo020.asp?VOLFDNR=1", tmp_path, contact=None, private=True, clock=quick)
    assert (befund.kennung, befund.antwort["Status"]) == (None, "403")
    assert site.paths == ["/robots.txt", "/bi/vo020.asp?VOLFDNR=1"]


def test_no_cookie_and_no_session_stands_in_a_report(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.replies["/"] = [site.reply(b"", "302 Found", "Location: /start;jsessionid=geheim")]
    site.replies["/start;jsessionid=geheim"] = [site.reply(WORDPRESS, "200 OK", HTML, "Set-Cookie: JSESSIONID=geheim")]
    assert ask(f"{site.url}/") == 1
    report = capsys.readouterr().err
    assert f"Adresse: {site.url}/start" in report
    assert "geheim" not in report


def test_what_an_answer_names_elsewhere_is_not_asked(site: Site, tmp_path: Path) -> None:
    system = SYSTEM % b"https://fremd.example"
    site.replies["/oparl/system"] = [site.reply(system, "200 OK", JSON)]
    befund = probe(f"{site.url}/oparl/system", tmp_path, contact=None, private=True)
    assert befund.kennung is not None
    assert befund.kennung.version == "1.1"
    assert site.paths == ["/robots.txt", "/oparl/system"]
    frames = b'<html><frameset><frame src="https://fremd.example/bi/allris.net.asp"></frameset></html>'
    site.replies["/"] = [site.reply(frames, "200 OK", HTML)]
    probe(f"{site.url}/", tmp_path, contact=None, private=True)
    assert set(site.paths) <= {"/robots.txt", "/oparl/system", "/", "/bi/oparl/1.0/system.asp"}


def test_a_start_page_that_is_a_frameset_is_seen_through(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    frames = b'<html><head><title>Rat</title></head><frameset><frame src="/bi/allris.net.asp"></frameset></html>'
    site.replies["/"] = [site.reply(frames, "200 OK", HTML)]
    site.replies["/bi/allris.net.asp"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    assert ask(f"{site.url}/") == 0
    out, err = capsys.readouterr()
    assert tomllib.loads(out)["quellen"] == [{"system": "allris3", "url": f"{site.url}/bi/"}]
    assert "Version 3.9.5 (221117m)" in err


def test_a_gate_ends_it_and_closes_the_server(site: Site, tmp_path: Path) -> None:
    site.replies["/bi/"] = [
        site.reply(b"<html><body>Zu viele Zugriffe aus Ihrem Netzwerk</body></html>", "200 OK", HTML)
    ]
    for asked in (2, 2):
        with pytest.raises(SiteStopped):
            probe(f"{site.url}/bi/", tmp_path, contact=None, private=True)
        assert len(site.log) == asked


def test_a_robots_txt_that_fails_stops_everything(site: Site, quick: QuickClock, tmp_path: Path) -> None:
    site.replies["/robots.txt"] = [site.reply(b"", "500 Internal Server Error")]
    with pytest.raises(SiteStopped):
        probe(f"{site.url}/bi/", tmp_path, contact=None, private=True, clock=quick)
    assert set(site.paths) == {"/robots.txt"}


@pytest.mark.parametrize("url", ["ftp://x.example/", "rat.example", "http://", "http://[::1", "http://a:b@x.example/"])
def test_an_address_that_is_none_is_wrong_use(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        probe(url, tmp_path, contact="a", private=True)


def test_nobody_is_asked_without_a_contact_and_this_machine_only_on_demand(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["probe", f"{site.url}/"]) == 2
    assert "contact" in capsys.readouterr().err
    assert main(["probe", f"{site.url}/", "--contact", "https://x.example; a@x.example"]) == 2
    assert "address of this machine" in capsys.readouterr().err
    assert site.log == []


def test_a_known_council_keeps_its_key_and_name(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data" / "kommunen"
    folder.mkdir(parents=True)
    sources = (
        ("allris3", "http://alt.example/bi/", "\nbis = 2024-01-01"),
        ("allris3", f"{site.url}/bi/", ""),
        ("oparl", "https://oparl.example/system", ""),
    )
    entry = 'name = "Stadt Altdorf"\nags = "05315998"'
    entry += "".join(f'\n[[quellen]]\nsystem = "{name}"\nurl = "{url}"{rest}' for name, url, rest in sources)
    (folder / "altdorf.toml").write_text(entry, encoding="utf-8")
    site.replies["/bi/"] = [site.reply(ALLRIS3, "200 OK", "Content-Type: text/html")]
    assert ask(f"{site.url}/bi/") == 0
    out, err = capsys.readouterr()
    kommune = saved(out, tmp_path)
    assert (kommune.name, kommune.ags) == ("Stadt Altdorf", "05315998")
    assert {each.url for each in kommune.quellen} == {url for _, url, _ in sources}
    assert [each.url for each in kommune.besucht if each.system == "allris3"] == [f"{site.url}/bi/"]
    assert kommune.quellen[0].bis is not None
    assert "ratsarchiv crawl altdorf" in err
