"""The questions that the statistics answer: one SQL each, counted at the end of a run and open to everybody to change."""

from __future__ import annotations

from dataclasses import dataclass

MINDESTENS = 3
"""Vorlagen that a Gremium must have dealt with before a median says anything about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frage:
    """A question to all councils, or with `:kommune` to one; its answer has the columns kommune, gruppen and werte."""

    name: str
    titel: str
    zaehlung: str
    """How it is counted, in words."""
    sql: str
    gruppen: tuple[str, ...]
    """What the numbers are split by: one column, or two."""
    werte: tuple[str, ...]
    """The columns with numbers: one, unless there is only one group."""

    def gezaehlt(self) -> str:
        """SQL for `kennzahlen`: b is the second group, or the number's name."""
        parts = " union all ".join(
            f"select kommune, {self.gruppen[0]} as a, {self._b(wert)} as b, {wert} as wert from antwort"  # noqa: S608 - our own words
            for wert in self.werte
        )
        return f"with antwort as materialized ({self.sql}) {parts}"

    def _b(self, wert: str) -> str:
        return self.gruppen[1] if len(self.gruppen) == 2 else f"'{wert}'"


_VORLAGEN_JE_MONAT = """\
with eingang as materialized (
  select v.kommune, coalesce(v.art, 'ohne Angabe') as art, substr(coalesce(v.datum, (
    select min(b.datum) from beratungen b where b.vorlage = v.id and b.verschwunden_seit is null
  )), 1, 7) as monat
  from vorlagen v
  where v.verschwunden_seit is null and :kommune in ('', v.kommune)
)
select kommune, monat, art, count(*) as vorlagen
from eingang
where monat <= strftime('%Y-%m', 'now', 'localtime')
group by monat, kommune, art
order by monat desc, kommune, art"""

_DAUER_JE_GREMIUM = f"""\
with weg as materialized (
  select v.kommune, (
    select b.gremium_name from beratungen b
    where b.vorlage = v.id and b.datum = v.letzte_beratung and b.verschwunden_seit is null
    order by b.position desc limit 1
  ) as gremium, julianday(v.letzte_beratung) - julianday((
    select min(b.datum) from beratungen b where b.vorlage = v.id and b.verschwunden_seit is null
  )) as tage
  from vorlagen v
  where v.letzte_beratung between date('now', 'localtime', '-3 years') and date('now', 'localtime')
    and v.naechste_beratung is null and v.verschwunden_seit is null and :kommune in ('', v.kommune)
), rang as (
  select *, row_number() over (partition by kommune, gremium order by tage) as platz,
         count(*) over (partition by kommune, gremium) as vorlagen
  from weg
  where tage > 0 and gremium is not null
)
select kommune, gremium, vorlagen, avg(tage) as tage
from rang
where vorlagen >= {MINDESTENS} and platz in ((vorlagen + 1) / 2, (vorlagen + 2) / 2)
group by kommune, gremium
order by tage desc, gremium"""  # noqa: S608

_BESCHLUSSARTEN_JE_JAHR = """\
select kommune, substr(datum, 1, 4) as jahr, beschlussart, count(*) as beratungen
from beratungen
where beschlussart is not null and datum <= date('now', 'localtime') and verschwunden_seit is null
  and :kommune in ('', kommune)
group by kommune, jahr, beschlussart
order by jahr desc, kommune, beratungen desc"""

_FEDERFUEHREND_IM_JAHR = """\
with eingang as materialized (
  select v.kommune, v.federfuehrend, coalesce(v.datum, (
    select min(b.datum) from beratungen b where b.vorlage = v.id and b.verschwunden_seit is null
  )) as datum
  from vorlagen v
  where v.federfuehrend is not null and v.verschwunden_seit is null and :kommune in ('', v.kommune)
)
select kommune, federfuehrend, count(*) as vorlagen
from eingang
where datum > date('now', 'localtime', '-1 year') and datum <= date('now', 'localtime')
group by kommune, federfuehrend
order by vorlagen desc, federfuehrend"""

_SITZUNGEN_JE_MONAT = """\
select kommune, substr(datum, 1, 7) as monat, count(*) as sitzungen
from sitzungen
where datum <= date('now', 'localtime') and coalesce(abgesagt, 0) = 0 and verschwunden_seit is null
  and :kommune in ('', kommune)
group by kommune, monat
order by monat desc, kommune"""

_OEFFENTLICHKEIT_JE_JAHR = """\
with punkte as materialized (
  select sitzung, sum(oeffentlich = 1) as oeffentlich, sum(oeffentlich = 0) as nichtoeffentlich
  from tagesordnungspunkte
  where oeffentlich is not null and verschwunden_seit is null
  group by sitzung
)
select s.kommune, substr(s.datum, 1, 4) as jahr, sum(p.oeffentlich) as oeffentlich,
       sum(p.nichtoeffentlich) as nichtoeffentlich
from punkte p
join sitzungen s on s.id = p.sitzung
where s.datum <= date('now', 'localtime') and s.verschwunden_seit is null and :kommune in ('', s.kommune)
group by s.kommune, jahr
order by jahr desc, s.kommune"""

FRAGEN = (
    Frage(
        name="vorlagen_je_monat",
        titel="Wie viele Vorlagen kommen im Monat, und welche?",
        zaehlung="Gezählt wird jede Vorlage in dem Monat, in dem sie erstellt wurde; wo kein Datum gedruckt ist, im Monat "
        "ihrer ersten Beratung. Vorlagen ohne beides zählen nicht mit. Der laufende Monat zählt bis heute.",
        sql=_VORLAGEN_JE_MONAT,
        gruppen=("monat", "art"),
        werte=("vorlagen",),
    ),
    Frage(
        name="dauer_je_gremium",
        titel="Wie lange dauert es von der ersten bis zur letzten Beratung?",
        zaehlung="Je Gremium die Vorlagen, die dort in den letzten drei Jahren zuletzt beraten wurden und für die keine "
        "weitere Beratung angesetzt ist. Die Tage sind der Median: Bei der Hälfte der Vorlagen ging es schneller, bei der "
        "Hälfte langsamer. Vorlagen, die nur an einem Tag beraten wurden, zählen nicht mit; Gremien mit weniger als "
        f"{MINDESTENS} Vorlagen auch nicht.",
        sql=_DAUER_JE_GREMIUM,
        gruppen=("gremium",),
        werte=("vorlagen", "tage"),
    ),
    Frage(
        name="beschlussarten_je_jahr",
        titel="Wie gehen Beratungen aus?",
        zaehlung="Gezählt wird jede Beratung, zu der die amtliche Seite ein Ergebnis nennt, das wir zuordnen können. Eine "
        "Vorlage, die in drei Gremien beraten wurde, zählt dreimal.",
        sql=_BESCHLUSSARTEN_JE_JAHR,
        gruppen=("jahr", "beschlussart"),
        werte=("beratungen",),
    ),
    Frage(
        name="federfuehrend_im_jahr",
        titel="Welche Stellen bringen die meisten Vorlagen ein?",
        zaehlung="Gezählt werden die Vorlagen der letzten zwölf Monate nach der Stelle, die als federführend gedruckt ist. "
        "Das Datum ist das der Vorlage; wo keines gedruckt ist, das der ersten Beratung.",
        sql=_FEDERFUEHREND_IM_JAHR,
        gruppen=("federfuehrend",),
        werte=("vorlagen",),
    ),
    Frage(
        name="sitzungen_je_monat",
        titel="Wie oft wird getagt?",
        zaehlung="Gezählt werden die Sitzungen aller Gremien in dem Monat, in dem sie stattfanden. Abgesagte und künftige "
        "Sitzungen zählen nicht mit; der laufende Monat zählt bis heute.",
        sql=_SITZUNGEN_JE_MONAT,
        gruppen=("monat",),
        werte=("sitzungen",),
    ),
    Frage(
        name="oeffentlichkeit_je_jahr",
        titel="Wie viel wird öffentlich beraten?",
        zaehlung="Gezählt werden die Punkte auf den Tagesordnungen vergangener Sitzungen. Nichtöffentliche Punkte zählen nur, "
        "wo die Tagesordnung im Netz sie als Punkte nennt; manche Kommunen lassen sie ganz weg.",
        sql=_OEFFENTLICHKEIT_JE_JAHR,
        gruppen=("jahr",),
        werte=("oeffentlich", "nichtoeffentlich"),
    ),
)  # fmt: skip
"""In the order of the page."""

BY_NAME = {frage.name: frage for frage in FRAGEN}
