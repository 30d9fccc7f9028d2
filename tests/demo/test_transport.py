"""Cookies, bytes, redirects, refusals and the log: what every page of the server has in common."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
import requests
from tests.demo.reading import page

from ratsarchiv.demo import DemoServer, World, serve
from ratsarchiv.demo.besuch import COOKIE

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Vorlage


class TestTransport:
    def test_windows_1252_without_charset_and_crlf_but_bare_lf_from_the_database(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        sitzung = next(
            s for s in world.oeffentliche_sitzungen if any("\n" in t.betreff for t in s.tops if t.oeffentlich)
        )
        answer = visitor.get(f"{server.url}to010.asp?SILFDNR={sitzung.id}")
        betreff = next(top.betreff for top in sitzung.tops if "\n" in top.betreff and top.oeffentlich)
        assert answer.headers["Content-Type"] == "text/html"
        assert betreff.encode("cp1252") in answer.content
        assert b"Verschiedenes \x96 Anfragen" in answer.content
        assert answer.content.startswith(b'<?xml version="1.0" encoding="iso-8859-1"?>\r\n')

    def test_what_windows_1252_lacks_is_an_entity(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        wer = next(each for each in world.personen if "ı" in each.name)
        assert b"Y&#305;ld&#305;z" in visitor.get(f"{server.url}kp020.asp?KPLFDNR={wer.nummer}").content

    def test_the_first_answer_sets_the_cookie_and_later_ones_do_not(
        self, server: DemoServer, visitor: requests.Session
    ) -> None:
        first, second = (visitor.get(f"{server.url}allris.net.asp") for _ in range(2))
        assert re.fullmatch(rf"{COOKIE}=[A-Z]{{24}}; path=/", first.headers["Set-Cookie"])
        assert "Set-Cookie" not in second.headers

    def test_an_unknown_cookie_gets_a_new_one(self, server: DemoServer) -> None:
        answer = requests.get(f"{server.url}vo040.asp", headers={"Cookie": f"{COOKIE}=FREMD"}, timeout=5)
        assert COOKIE in answer.headers["Set-Cookie"]

    def test_the_folder_leads_to_the_start_page(self, server: DemoServer, visitor: requests.Session) -> None:
        for address in (server.url, server.url.removesuffix("bi/")):
            assert visitor.get(address).url == f"{server.url}allris.net.asp"

    def test_robots_allow(self, server: DemoServer, visitor: requests.Session) -> None:
        answer = visitor.get(urljoin(server.url, "/robots.txt"))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain")
        assert "Allow: /" in answer.text.splitlines()

    def test_every_program_of_the_menu_is_released(self, server: DemoServer, visitor: requests.Session) -> None:
        links = page(visitor, server, "allris.net.asp").xpath("//ul[@id='menu']//ul//a/@href")
        assert {re.match(r"\w+", each)[0] for each in links} >= {"pa021", "au010", "fr010", "si010_e", "vo040"}  # type: ignore[index]
        for each in links:
            answer = visitor.get(server.url + each)
            assert answer.status_code == 200
            assert "Zugriff verweigert" not in answer.text


class TestRefusals:
    @pytest.mark.parametrize(
        "address", ["vo020.asp?VOLFDNR=7", "to010.asp?SILFDNR=7", "to020.asp", "kp020.asp?KPLFDNR=x"]
    )
    def test_an_unknown_number_is_an_error_500(
        self, server: DemoServer, visitor: requests.Session, address: str
    ) -> None:
        assert visitor.get(server.url + address).status_code == 500

    def test_what_is_not_public_is_redirected(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        vorlage = next(each for each in world.vorlagen if each.zugang == "noauth")
        sitzung = next(each for each in world.sitzungen if not each.oeffentlich)
        top = next(top for each in world.oeffentliche_sitzungen for top in each.tops if not top.oeffentlich)
        for address in (
            f"vo020.asp?VOLFDNR={vorlage.id}",
            f"to010.asp?SILFDNR={sitzung.id}",
            f"to020.asp?TOLFDNR={top.id}",
        ):
            answer = visitor.get(server.url + address, allow_redirects=False)
            assert (answer.status_code, answer.headers["Location"], answer.headers["X-Page"]) == (
                302,
                "noauth.asp",
                "noauth.asp",
            )
            assert "Object moved" in answer.text
            last = visitor.get(server.url + address)
            assert (last.url, last.headers["X-Page"]) == (f"{server.url}noauth.asp", "noauth.asp")

    def test_keine_information_is_a_page_of_its_own(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        vorlage = next(each for each in world.vorlagen if each.zugang == "keine_information")
        answer = visitor.get(f"{server.url}vo020.asp?VOLFDNR={vorlage.id}", allow_redirects=False)
        assert answer.status_code == 200
        assert b"Keine Information verf&uuml;gbar" in answer.content
        assert vorlage.nummer not in answer.text

    @pytest.mark.parametrize("program", ["si010_r.asp", "kp041.asp", "app.asp"])
    def test_other_programs_are_not_released(self, server: DemoServer, visitor: requests.Session, program: str) -> None:
        answer = visitor.get(server.url + program)
        assert answer.status_code == 200
        assert f"Zugriff verweigert (Programm {program})" in answer.text

    def test_no_page_says_the_title_of_a_non_public_paper(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        geheim = {
            each.betreff.split("\n")[0] for each in world.vorlagen if each.zugang == "noauth" and each.id % 3 != 2
        }
        geheim -= {each.betreff.split("\n")[0] for each in world.vorlagen if each.zugang != "noauth"}
        assert geheim
        for sitzung in world.oeffentliche_sitzungen:
            text = visitor.get(f"{server.url}to010.asp?SILFDNR={sitzung.id}").content.decode("cp1252")
            assert not [each for each in geheim if each in text]


class TestLog:
    def test_it_has_every_request_in_order(self, world: World, visitor: requests.Session) -> None:
        with serve(world) as server:
            for address in ("vo040.asp", "vo040.asp?shownext=true", "vo020.asp?VOLFDNR=7"):
                visitor.get(server.url + address, headers={"User-Agent": "Ratsarchiv"})
            log = server.log
        assert [(each.nummer, each.methode, each.pfad, each.status) for each in log] == [
            (1, "GET", "/bi/vo040.asp", 200),
            (2, "GET", "/bi/vo040.asp?shownext=true", 200),
            (3, "GET", "/bi/vo020.asp?VOLFDNR=7", 500),
        ]
        assert log[0].zeit < log[1].zeit < log[2].zeit
        assert {each.agent for each in log} == {"Ratsarchiv"}

    def test_no_request_is_lost_when_many_ask_at_once(self, world: World) -> None:
        with serve(world) as server:

            def ask() -> None:
                with requests.Session() as session:
                    for _ in range(10):
                        session.get(f"{server.url}au010.asp", timeout=10)

            threads = [threading.Thread(target=ask) for _ in range(8)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert sorted(each.nummer for each in server.log) == list(range(1, 81))
            assert server.counts == {"au010.asp": 80}

    def test_the_same_seed_gives_the_same_cookies_and_paths(self, world: World, mit_anlagen: Vorlage) -> None:
        bodies = []
        for _ in range(2):
            with serve(world, seed=5) as server, requests.Session() as visitor:
                answer = visitor.get(f"{server.url}vo020.asp?VOLFDNR={mit_anlagen.id}")
                bodies.append((visitor.cookies[COOKIE], re.findall(rb'href="(___tmp[^"]+)"', answer.content)))
        assert bodies[0] == bodies[1]

    def test_the_council_may_change_while_the_server_runs(self, world: World, visitor: requests.Session) -> None:
        with serve(world) as server:
            wer = world.personen[3]
            before = wer.name
            wer.name = "Neu, Nora"
            text = visitor.get(f"{server.url}kp020.asp?KPLFDNR={wer.nummer}").text
            wer.name = before
        assert "Nora Neu" in text

    def test_a_stopped_server_answers_no_more(self, world: World, visitor: requests.Session) -> None:
        with serve(world) as server:
            assert visitor.get(server.url).ok
        with pytest.raises(requests.ConnectionError):
            visitor.get(server.url)
