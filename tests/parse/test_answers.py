"""Answers that are no page: a refusal is an answer, a request to stop is obeyed, the rest is an error that says what happened."""

from __future__ import annotations

import pytest

from ratsarchiv.errors import ParseError, SiteStopped, UnknownPage
from ratsarchiv.parse import parse

from .building import FOLDER, document, frame, labels, page, vorlage

VORLAGE = "vo020.asp?VOLFDNR=1"
REFUSALS = (
    "Sie sind nicht berechtigt, die Information zu sehen.",
    "<h1>Keine Information verf&uuml;gbar</h1>",
    "Zu den von Ihnen gewählten Elementen ist keine weiterführende Information verfügbar, oder Sie sind nicht berechtigt.",
    "Zugriff verweigert (Programm vo020.asp)",
    "Zugriff verweigert (Programm /buergerinformationssystem2/si010.asp).<br>",
    "(Angefordertes Dokument nicht im Bestand)",
    "<head><title>Object moved</title></head>"
    '<body><h1>Object Moved</h1>This object may be found <a HREF="noauth.asp">here</a>.</body>',
)


@pytest.mark.parametrize("words", REFUSALS)
def test_a_refusal_is_an_answer_and_no_problem(words: str) -> None:
    parsed = parse(page(VORLAGE, words))
    assert (parsed.seitenart, parsed.ergebnis) == ("vo020", "nicht_oeffentlich")
    assert (parsed.records, parsed.links, parsed.problems, parsed.vollstaendig) == ((), (), (), ())


@pytest.mark.parametrize("status", [200, 302])
def test_the_header_that_names_noauth_is_a_refusal(status: int) -> None:
    header = {"x-page": "noauth.asp"}
    assert parse(page(VORLAGE, frame("anything"), status=status, header=header)).ergebnis == "nicht_oeffentlich"


def test_the_refusal_s_own_page() -> None:
    parsed = parse(page("noauth.asp", "anything"))
    assert (parsed.seitenart, parsed.ergebnis) == ("noauth", "nicht_oeffentlich")


@pytest.mark.parametrize("location", ["noauth.asp", "/bi/NoAuth.asp?x=1"])
def test_a_redirect_to_noauth_is_a_refusal(location: str) -> None:
    assert parse(page(VORLAGE, "", status=302, header={"location": location})).ergebnis == "nicht_oeffentlich"


def test_a_redirect_to_a_document_is_a_link_to_it() -> None:
    parsed = parse(
        page("do027.asp?DOLFDNR=1", "Object moved", status=302, header={"location": "___tmp/tmp/45/Plan.pdf"})
    )
    assert (parsed.seitenart, parsed.records) == ("weiterleitung", ())
    assert [link.url for link in parsed.links] == [f"{FOLDER}___tmp/tmp/45/Plan.pdf"]


def test_a_redirect_to_another_page_names_its_type() -> None:
    parsed = parse(page("si010.asp?MM=9&YY=2026", "", status=302, header={"location": "pa000.asp?REDIRTO=x"}))
    assert [(link.url, link.seitenart) for link in parsed.links] == [(f"{FOLDER}pa000.asp?REDIRTO=x", "pa000")]


@pytest.mark.parametrize("location", ["javascript:x", "http://["])
def test_a_redirect_to_nowhere_leads_nowhere(location: str) -> None:
    assert parse(page(VORLAGE, "", status=302, header={"location": location})).links == ()


@pytest.mark.parametrize(
    "body",
    [
        '<div class="message_text">Zu viele Zugriffe aus Ihrem Netzwerk, Zugriff temporär gesperrt.</div>',
        "Zu viele Zugriffe aus Ihrem Netzwerk",
        "<h1>Zugriff pruefen</h1>",
        "<h1>Zugriff pr&uuml;fen</h1>",
        '<form action="/_gate/verify"><altcha-widget challengeurl="/_gate/challenge"></altcha-widget></form>',
        f'{frame("x" * 9_000)}<div class="message_text">Zu viele Zugriffe aus Ihrem Netzwerk</div>',
    ],
)
@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_site_that_asks_us_to_stop_is_obeyed(body: str, status: int) -> None:
    with pytest.raises(SiteStopped, match="asks us to stop"):
        parse(page(VORLAGE, body, status=status))


@pytest.mark.parametrize(
    "words", ["Zu viele Zugriffe aus Ihrem Netzwerk", REFUSALS[0], "Keine Information verf&uuml;gbar"]
)
def test_the_same_words_in_a_long_text_are_a_citation(words: str) -> None:
    text = f"<p>{'Ein langer Satz. ' * 600}</p><p>Die Anlage meldet: {words}</p>"
    assert parse(vorlage(document("SV", text))).ergebnis == "geparst"


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500, 502, 503])
def test_an_error_of_the_server_is_an_error(status: int) -> None:
    with pytest.raises(ParseError, match=f"answered {status}"):
        parse(page(VORLAGE, frame("Serverfehler"), status=status))


@pytest.mark.parametrize("body", ["", " \r\n", "<!-- nothing -->"])
def test_an_empty_answer_is_an_error(body: str) -> None:
    with pytest.raises(ParseError):
        parse(page(VORLAGE, body))


@pytest.mark.parametrize(
    "address",
    ["do027.asp?DOLFDNR=1", "___tmp/tmp/45/Plan.pdf", "", "si017.asp", "vo020.html?VOLFDNR=1", "impressum.html"],
)
def test_a_page_of_no_known_type(address: str) -> None:
    with pytest.raises(UnknownPage, match="no parser knows"):
        parse(page(address, frame("anything")))


def test_a_page_of_another_system_is_an_error() -> None:
    with pytest.raises(ParseError, match="no ALLRIS container"):
        parse(page(VORLAGE, '<html><body><div id="smc_body">SessionNet</div></body></html>'))


def test_another_page_than_the_one_that_was_asked_for_is_an_error() -> None:
    shown = frame(labels(Betreff="x", Status="öffentlich")).replace(
        'id="allriscontainer"', 'id="allriscontainer" class="si010"'
    )
    with pytest.raises(ParseError, match="the page is si010"):
        parse(page(VORLAGE, shown))


def test_another_object_than_the_one_that_was_asked_for_is_an_error() -> None:
    body = (
        '<html><head><meta name="objectID" content="{}" /></head><body><div id="allriscontainer">{}</div></body></html>'
    )
    content = f"<h1>Vorlage - 1</h1>{labels(Betreff='Ein Weg', Status='öffentlich')}"
    assert parse(page(VORLAGE, body.format(1, content))).ergebnis == "geparst"
    with pytest.raises(ParseError, match="shows objectID 2"):
        parse(page(VORLAGE, body.format(2, content)))


def test_an_error_names_the_council_and_the_address() -> None:
    with pytest.raises(
        ParseError, match=r"^musterstadt: http://ratsinfo\.musterstadt\.example/bi/vo020\.asp\?VOLFDNR=1: "
    ):
        parse(page(VORLAGE, frame("no table")))


def test_a_page_with_a_torn_tag_is_an_error_so_that_it_is_asked_for_again() -> None:
    torn = frame(
        labels(Betreff="Ein Weg", Status="öffentlich").replace('<td class="kb1">Status', 'td class="kb1">Status')
    )
    with pytest.raises(ParseError, match="a tag lacks its beginning"):
        parse(page(VORLAGE, torn))
