"""PDF files behind forms and at addresses that soon expire."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
import requests
from tests.demo.reading import page

from ratsarchiv.demo import DemoServer, World
from ratsarchiv.demo.seite_sonst import ABGELAUFEN_BYTES

if TYPE_CHECKING:
    from ratsarchiv.demo.world import Vorlage


class TestDokumente:
    def attachments(self, visitor: requests.Session, server: DemoServer, vorlage: Vorlage) -> list[str]:
        links = page(visitor, server, f"vo020.asp?VOLFDNR={vorlage.id}").xpath("//a[starts-with(@href,'___tmp')]/@href")
        return [urljoin(server.url, each) for each in links]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_document_by_form_or_address(
        self, mit_anlagen: Vorlage, server: DemoServer, visitor: requests.Session, method: str
    ) -> None:
        for dokument in mit_anlagen.dokumente:
            felder = {"DOLFDNR": str(dokument.nummer), "options": "64"}
            fields = {"params": felder} if method == "GET" else {"data": felder}
            moved = visitor.request(method, f"{server.url}do027.asp", allow_redirects=False, **fields)  # type: ignore[arg-type]
            assert (moved.status_code, moved.headers["Location"][:16]) == (302, "___tmp/tmp/45-18")
            pdf = visitor.get(urljoin(server.url, moved.headers["Location"]))
            assert pdf.headers["Content-Type"] == "application/pdf"
            assert pdf.content.startswith(b"%PDF-1.4")

    def test_every_attachment_is_listed_twice_at_the_same_address(
        self, mit_anlagen: Vorlage, server: DemoServer, visitor: requests.Session
    ) -> None:
        links = self.attachments(visitor, server, mit_anlagen)
        assert links[:3] == links[3:]
        assert all(visitor.get(each).content.startswith(b"%PDF") for each in links[:3])

    def test_addresses_are_new_on_each_view_and_the_old_ones_stale(
        self, mit_anlagen: Vorlage, server: DemoServer, visitor: requests.Session
    ) -> None:
        old = self.attachments(visitor, server, mit_anlagen)
        assert visitor.get(old[0]).content.startswith(b"%PDF")
        new = self.attachments(visitor, server, mit_anlagen)
        assert not set(old) & set(new)
        stale = visitor.get(old[0])
        assert (stale.status_code, stale.headers["Content-Type"], len(stale.content)) == (
            200,
            "text/html",
            ABGELAUFEN_BYTES,
        )

    def test_another_visitor_cannot_use_the_address(
        self, mit_anlagen: Vorlage, server: DemoServer, visitor: requests.Session, other_visitor: requests.Session
    ) -> None:
        address = self.attachments(visitor, server, mit_anlagen)[0]
        assert len(other_visitor.get(address).content) == ABGELAUFEN_BYTES
        assert visitor.get(address).content.startswith(b"%PDF")

    def test_asking_for_documents_does_not_end_the_page(
        self, mit_anlagen: Vorlage, server: DemoServer, visitor: requests.Session
    ) -> None:
        address = self.attachments(visitor, server, mit_anlagen)[0]
        visitor.get(f"{server.url}do027.asp?DOLFDNR={mit_anlagen.dokumente[0].nummer}&options=64")
        assert visitor.get(address).content.startswith(b"%PDF")

    def test_documents_of_non_public_papers_are_not_there(
        self, world: World, server: DemoServer, visitor: requests.Session
    ) -> None:
        vorlage = next(each for each in world.vorlagen if each.zugang == "noauth")
        answer = visitor.get(f"{server.url}do027.asp?DOLFDNR={vorlage.dokumente[0].nummer}")
        assert "nicht im Bestand" in answer.text

    def test_the_cross_reference_table_of_every_kind_of_pdf_points_at_its_objects(
        self, mit_anlagen: Vorlage, server: DemoServer, visitor: requests.Session
    ) -> None:
        for address in self.attachments(visitor, server, mit_anlagen)[:3]:
            pdf = visitor.get(address).content
            table = pdf[int(pdf.split()[-2]) :]
            offsets = [int(each[:10]) for each in table.splitlines() if each.endswith(b" n ")]
            assert [pdf[offset:].split(b" ")[0] for offset in offsets] == [
                b"%d" % n for n in range(1, len(offsets) + 1)
            ]
