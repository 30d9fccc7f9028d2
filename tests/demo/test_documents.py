"""PDF files behind forms and at addresses that soon expire."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
import requests
from tests.demo.conftest import STICHTAG
from tests.demo.reading import page

from ratsarchiv.demo import DemoServer, World, musterstadt, serve
from ratsarchiv.demo.pdf import strom
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


class TestGrossesDokument:
    def test_it_is_a_pdf_of_exactly_so_many_bytes_made_while_it_is_sent(self, visitor: requests.Session) -> None:
        size = 300 << 20
        world = musterstadt(stichtag=STICHTAG, vorlagen=60, sitzungen=40, personen=12, grosses_dokument=size)
        nummer = next(each.nummer for each in world.dokument.values() if each.groesse)
        tracemalloc.start()
        with serve(world) as server, visitor.get(f"{server.url}do027.asp?DOLFDNR={nummer}", stream=True) as answer:
            assert answer.headers["Content-Length"] == str(size)
            start, received, end = b"", 0, b""
            while piece := answer.raw.read(1 << 20):
                start, received, end = start or piece[:8], received + len(piece), piece[-400:]
            dauer = server.log[-1].dauer
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (start, received) == (b"%PDF-1.4", size)
        assert end.endswith(b"%%EOF\n")
        assert dauer > 0
        assert peak < 20 << 20

    @pytest.mark.parametrize("size", [1 << 16, 99_999, 100_000, 100_001, 1_000_000])
    def test_its_cross_reference_table_points_at_its_objects(self, size: int) -> None:
        pdf = b"".join(strom(("Gutachten",), size))
        assert len(pdf) == size
        table = pdf[int(pdf.split()[-2]) :]
        assert table.startswith(b"xref")
        offsets = [int(each[:10]) for each in table.splitlines() if each.endswith(b" n ")]
        assert [pdf[offset:].split(b" ", 1)[0] for offset in offsets] == [b"%d" % n for n in range(1, len(offsets) + 1)]
        length = int(pdf[offsets[-1] :].partition(b"/Length ")[2].split(b" ")[0])
        assert pdf[pdf.index(b"stream\n", offsets[-1]) + 7 + length :].startswith(b"\nendstream\nendobj\nxref")

    def test_a_file_too_small_for_that_is_refused(self) -> None:
        with pytest.raises(ValueError, match="at least"):
            next(strom((), 1000))
