"""The list of words that mean the same, and an operator's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratsarchiv.errors import WrongUse
from ratsarchiv.store.suche import Anfrage, suche, synonyme

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def test_the_packaged_list_is_long_and_one_way_where_it_must_be() -> None:
    known = synonyme(None)
    assert len(known.andere) >= 150
    assert "Kindertagesstätte" in known.zu("Kita")
    assert "Kita" in known.zu("Kindertagesstätten")
    assert "Oberbürgermeister" in known.zu("OB")
    assert known.zu("ob") == ()
    assert "OB" not in known.zu("Oberbürgermeister")
    assert known.zu("Müller") == ()
    assert "Abfall" in known.zu("Müll")
    assert "OGS" in known.zu("offener Ganztag")


def test_an_own_list_is_laid_over_it(tmp_path: Path, connection: sqlite3.Connection) -> None:
    path = tmp_path / "synonyme.toml"
    path.write_text(
        'gleich = [["Kita", "Wuselhaus"]]\nauch = [["Tartan", "Kunstrasenplatz"]]\nkein = ["FNP"]', encoding="utf-8"
    )
    own = synonyme(path)
    assert own.zu("Kita") == ("Wuselhaus",)
    assert own.zu("FNP") == ()
    assert own.zu("Kunstrasenplatz") == ()
    assert own.zu("VHS") == ("Volkshochschule",)
    assert suche(connection, Anfrage(text="Tartan"), own).anzahl > suche(connection, Anfrage(text="Tartan")).anzahl == 0
    assert synonyme(tmp_path / "fehlt.toml") == synonyme(None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gleich = [[", "cannot be read"),
        ("gliech = []", "'gliech' is unknown"),
        ('gleich = ["Kita"]', "is not a list of words"),
        ("gleich = 3", "lists of groups"),
        ('auch = [["a b c d e f g h", "x"]]', "more than 4 words"),
    ],
)
def test_mistakes_are_told_with_the_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "synonyme.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=f"synonyme.toml.*{said}"):
        synonyme(path)
