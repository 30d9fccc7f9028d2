"""One run on record, from its beginning to its end, however it ends; what an earlier one left undone comes first."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

from ratsarchiv import parse
from ratsarchiv.archive import Archive
from ratsarchiv.crawl.follow import Follow, Scope, when_of
from ratsarchiv.crawl.intake import Intake
from ratsarchiv.crawl.rhythm import PAUSES, WEEK, Rhythm
from ratsarchiv.errors import NotWritten, Paused, SiteStopped
from ratsarchiv.model import Notiz
from ratsarchiv.store import Store
from ratsarchiv.store.bestand import Bestand
from ratsarchiv.store.queue import AT_ONCE, Address, Queue, Task
from ratsarchiv.store.schutz import Schutz
from ratsarchiv.store.schutz_vollzug import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ratsarchiv.crawl.intake import Taken
    from ratsarchiv.crawl.report import Report
    from ratsarchiv.fetch import Clock
    from ratsarchiv.kommunen import Kommune
    from ratsarchiv.model import Capture

LISTEN = parse.seitenarten("vorlagenliste", "liste")
"""What goes on from page to page, though it be as it was."""
MOST_REDIRECTS = 5
ATTACHMENT_TRIES = 3
"""So often a page is asked for again because a file that only its session can have was not to be had."""


@dataclass(slots=True, kw_only=True)
class Run:
    """What one run works with."""

    kommune: Kommune
    data: Path
    archive: Archive
    store: Store
    queue: Queue
    intake: Intake
    report: Report
    clock: Clock
    rhythm: Rhythm
    importing: bool = False
    """Whether files have still to be taken in: the next run begins with them if this one does not end well."""

    def note(self, art: Literal["beginn", "ende", "problem"], inhalt: Mapping[str, Any]) -> None:
        """Keeps a note in the archive, and takes it in; of an import it counts as taken in with what was imported."""
        notiz = self.archive.note(self.kommune.id, now(self.clock), art, inhalt)
        self.intake.note(notiz)
        self.importing |= bool(imported_files(notiz))
        if not self.importing:
            with self.queue.step(notiz):
                pass

    def problem(self, art: str, meldung: str, url: str) -> None:
        """Records what went wrong without an answer to blame."""
        self.note("problem", {"art": art, "meldung": meldung, "url": url})

    def catch_up(self, befehl: str) -> None:
        """Takes in what the archive holds and an earlier run was killed over."""
        besuch = None
        for event in self.archive.events(self.kommune.id, after=self.queue.position):
            if isinstance(event, Notiz):
                self.intake.note(event)
                for name in imported_files(event):
                    for capture in self.archive.imported(name):
                        self.intake.take(capture)
                with self.queue.step(event):
                    continue
            taken = self.intake.take(event)
            besuch = besuch or self.queue.visit(befehl, now(self.clock))
            scope = self.scope(None, lambda _: False)
            self.step(event, taken, self.queue.find(event.url), Follow(self.queue, besuch, scope))

    def scope(self, since: date | None, forbidden: Callable[[str], bool]) -> Scope:
        """What is to be asked for."""
        bestand = Bestand(self.data / "ratsarchiv.db")
        return Scope(self.kommune, now(self.clock).astimezone().date(), since, forbidden, bestand.vorlagen_of)

    def step(self, capture: Capture, taken: Taken, task: Task | None, follow: Follow) -> None:
        """What an answer means for the queue. Of one that makes the visit stop it stays where it is."""
        with self.queue.step(capture):
            if taken.stop:
                return
            if task is None:
                self._unasked(capture, taken, follow)
            elif taken.weiter and task.spruenge < MOST_REDIRECTS:
                self.queue.redirected(task, taken.weiter)
            elif taken.ergebnis == "fehler" or taken.weiter:
                self.failed(task, capture.zeitpunkt, understood=taken.problem != "nicht_verstanden")
            else:
                self._answered(capture, taken, task, follow)

    def failed(self, task: Task, when: datetime, *, understood: bool = True) -> None:
        """An address that gave no useful answer is asked again, later each time; of an attachment its page is."""
        if task.traeger and task.vorrang == AT_ONCE:
            self.queue.lost(task, when, again=task.versuche < ATTACHMENT_TRIES)
        elif task.versuche < len(PAUSES) and (understood or not task.versuche):
            self.queue.postponed(task, when + PAUSES[task.versuche])
        else:
            self.queue.given_up(task, when + WEEK)

    def _answered(self, capture: Capture, taken: Taken, task: Task, follow: Follow) -> None:
        tag = when_of(taken)
        if taken.ergebnis in {"nicht_oeffentlich", "fehlt"}:
            self.queue.refused(task, capture.zeitpunkt, self.rhythm.due_refused(task, capture.zeitpunkt))
            return
        self.queue.answered(task, capture.zeitpunkt, self.rhythm.due(task, capture.zeitpunkt, tag or task.tag), tag)
        if taken.parsed:
            follow.page(task, taken, capture.zeitpunkt)
            return
        leads_on = taken.unveraendert and (task.seitenart in LISTEN or self.queue.has_attachments(task.schluessel))
        if leads_on and (again := self.intake.again(capture)):
            follow.unchanged(task, again, capture.zeitpunkt)

    def _unasked(self, capture: Capture, taken: Taken, follow: Follow) -> None:
        """A page that no address in the queue had asked for: robots.txt, or all that an older archive holds."""
        art = parse.seitenart(capture.url)
        if art is None or taken.ergebnis not in {"geparst", "nicht_oeffentlich"}:
            return
        task = Task(schluessel=capture.url, url=capture.url, seitenart=art, versuche=0, spruenge=0)
        due = self.rhythm.due(task, capture.zeitpunkt, when_of(taken))
        self.queue.known(Address(schluessel=capture.url, url=capture.url, seitenart=art), capture.zeitpunkt, due)
        follow.page(task, taken, capture.zeitpunkt)


@contextmanager
def run(
    data: Path,
    kommune: Kommune,
    befehl: str,
    report: Report,
    clock: Clock,
    prepare: Callable[[Archive], Mapping[str, Any]] = lambda _: {},
) -> Iterator[Run]:
    """A run on record; a stop by the site, or a pause that was asked for, ends it in order.

    `prepare` is called with the archive, locked for this run, and says what more is noted of the run's beginning.
    """
    beginn = now(clock)
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(data / "warc"))
        archive.begin(kommune.id, beginn)
        schutz = stack.enter_context(Schutz(data / "intern.db"))
        stack.callback(settle, data / "ratsarchiv.db", schutz)
        settle(data / "ratsarchiv.db", schutz)
        store = stack.enter_context(Store(data / "ratsarchiv.db", schutz))
        queue = stack.enter_context(Queue(data / "intern.db", kommune.id))
        store.kommune(id=kommune.id, **about(kommune))
        intake = Intake(store, kommune, report, Bestand(data / "ratsarchiv.db").last_run(kommune.id))
        intake.know(Bestand(data / "ratsarchiv.db").documents(kommune.id), queue.documents())
        one = Run(
            kommune=kommune, data=data, archive=archive, store=store, queue=queue, intake=intake, report=report,
            clock=clock, rhythm=Rhythm(kommune.sitzungen_wochen, kommune.alles_tage),
        )  # fmt: skip
        one.catch_up(befehl)
        one.note("beginn", {"befehl": befehl, **prepare(archive)})
        ergebnis = "abgebrochen"
        try:
            try:
                yield one
            except SiteStopped as stop:
                report.gestoppt = stop
            except Paused as pause:
                report.angehalten = str(pause)
            ergebnis = report.ergebnis
        except (OSError, NotWritten):
            raise  # a disk that is full takes no last note either
        except BaseException:
            one.note("ende", {"ergebnis": ergebnis, "anfragen": report.anfragen})
            raise
        one.note("ende", {"ergebnis": ergebnis, "anfragen": report.anfragen})


def imported_files(notiz: Notiz) -> tuple[str, ...]:
    """The files that a run took in, by the note of its beginning."""
    return tuple(notiz.inhalt.get("dateien", ())) if notiz.art == "beginn" else ()


def about(kommune: Kommune) -> dict[str, str]:
    """What the table says of the council; nothing that we don't know is overwritten."""
    newest = (kommune.besucht or kommune.quellen or (None,))[-1]
    known = {
        "name": kommune.name,
        "ags": kommune.ags,
        "art": kommune.art,
        "system": newest and newest.system,
        "adresse": newest and newest.url,
        "lizenz": kommune.lizenz,
        "impressum": kommune.impressum,
    }
    return {name: value for name, value in known.items() if value}


def now(clock: Clock) -> datetime:
    """The present."""
    return datetime.fromtimestamp(clock.time(), UTC)
