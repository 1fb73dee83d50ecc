"""From the cells of one record to what they say of a call, by an import map.

Whatever depends on the map and the header alone is worked out once, whatever depends on a value alone is
remembered, for a file may have a million records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.identity import APART, Identity, identity, joined
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.desk_time import DAY, EPOCH_ORDINAL
from aduan_cli.formats.agreed_cells import AgreedCells
from aduan_cli.formats.columns import Map, kept_columns, lacking, named_columns, needed_columns, picker, places_of
from aduan_cli.formats.durations import seconds_of
from aduan_cli.formats.footers import begins_like_total, is_no_call, is_total_row
from aduan_cli.formats.moments import MEMO, Moments, RejectedError, iso_reader, remembered
from aduan_cli.formats.point_cells import PointCells
from aduan_cli.i18n import _
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.phones import eaten_numbers, normalise_phone, without_eaten
from aduan_cli.places import kecamatan_named, kelurahan_named
from aduan_cli.text import Folded, fold, join_pattern
from aduan_cli.tickets import FIRST_YEAR, LAST_YEAR

_SEVERAL = re.compile(r"[&,;/+|]|\s(?:dan|and)\s", re.IGNORECASE)
_TEXTS = {
    "answer": "answer", "address": "address", "key": "key", "actor": "actor", "caller.name": "caller_name",
}  # fmt: skip
"""Fields that are taken as they are, and where a complaint has them."""


def _says(cell: str) -> bool:
    """Say whether a cell holds something of a record, and not a word like "total"."""
    given = present(cell)
    return given is not None and not begins_like_total(given)


def present(cell: str) -> str | None:
    """Return what a cell holds; an empty one or `-` holds nothing."""
    cell = cell.strip()
    return cell if cell and cell != "-" else None


class Mapper:
    """Makes reports of the records of one file.

    `columns` is the header, `renamed` the places of those that had no name of their own. Raises `UsageError` when a
    column is missing without which nothing can be taken.
    """

    def __init__(
        self,
        map_: Map,
        columns: Sequence[str],
        router: Router,
        actor: str,
        now: int,
        file: str,
        renamed: Collection[int] = (),
    ) -> None:
        self.width, self._columns = len(columns), columns
        self._map = map_
        self._router = router
        self._actor = map_.defaults.get("actor", actor)
        self._now = now
        self._at = places_of(named_columns(map_), columns)
        missing = [name for name in needed_columns(map_) if name not in self._at]
        if missing:
            raise lacking(file, missing, columns, map_)
        self.absent = [name for name in named_columns(map_) if name not in self._at]
        self.moments = Moments(map_.formats, router.zone, fills=map_.missing == "previous", now=now)
        first, end = (date(year, 1, 1).toordinal() - EPOCH_ORDINAL for year in (FIRST_YEAR, LAST_YEAR + 1))
        self._earliest, self._end = (router.zone.epoch_of_wall(day * DAY) for day in (first, end))
        self.unknown_units: dict[str, None] = {}
        self.unknown_words: dict[tuple[str, str], Counter[str]] = {}
        """Values that neither the map nor the desk knows, by our field and the file's column, and how often."""
        self.eaten_phones = 0
        """Records whose phone a spreadsheet made a number of, without its last digits."""
        self._bind(columns, renamed)

    # -- once for a file

    def _places(self, names: Sequence[str]) -> list[int]:
        return [self._at[name] for name in names if name in self._at]

    def _bind(self, columns: Sequence[str], renamed: Collection[int]) -> None:
        map_ = self._map
        fields = {field: self._places(names) for field, names in map_.columns.items()}
        self._text = fields["text"]
        self._date = fields.get("reported_at", [])
        self._texts = [(_TEXTS[f], at) for f, at in fields.items() if f in _TEXTS and at]
        self._named = [
            (field, at[0], columns[at[0]], remembered(self._reader(field)), map_.defaults.get(field))
            for field, at in fields.items()
            if at and field in ("kind", "status", "priority", "channel", "category", "kecamatan", "kelurahan")
        ]
        named = {entry[0] for entry in self._named}
        self._defaults = [(f, v) for f, v in map_.defaults.items() if f not in named and f != "actor"]
        self._result, self._took = fields.get("result", []), fields.get("took", [])
        self._seconds_of = remembered(seconds_of)
        self._phone = fields.get("caller.phone", [])
        self._home = fields.get("caller.address", [])
        self._home_named = [
            (attribute, at[0], find)
            for attribute, field, find in (
                ("caller_kecamatan", "caller.kecamatan", kecamatan_named),
                ("caller_kelurahan", "caller.kelurahan", kelurahan_named),
            )
            if (at := fields.get(field))
        ]
        self._phone_of = remembered(lambda phone: normalise_phone(without_eaten(phone)))
        self._agreed = fields.get("agreed", [])[:1]
        self._points = PointCells(*(fields.get(name, []) for name in ("point", "lat", "long")))
        self._agreed_cells = AgreedCells(map_.words.get("agreed", {}), self._router.compiled)
        self._phone_column = columns[self._phone[0]] if self._phone else ""
        self._home_of = remembered(self._place_of)
        self._unit = self._places([map_.unit]) if map_.unit else []
        if map_.own:  # a call without a ticket: its unit is what somebody else decided
            self._unit += self._places(["unit"])
        self._unit_of = remembered(slug if map_.units == "slug" else self._recorded)
        self._answers = [(q, self._at[c]) for q, c in map_.answers.items() if c in self._at]
        self._fields: list[tuple[str, int, Callable[[str], str]]]
        kept = str if map_.own else remembered(self.moments.cell_kept)
        self._fields = [(name, n, kept) for name, n in kept_columns(map_, self._at, columns)]
        closed = iso_reader(map_.formats, self._router.zone)
        self._fields += [("closed_at", at, closed) for at in fields.get("closed_at", ())[:1]]
        key, moments = self._places(map_.key), self.moments
        form = {at: moments.time_meant if turn else moments.day_meant for turn, at in enumerate(self._date)}
        self._form = list(form.items())
        self._key = [(at, form.get(at, moments.cell_meant)) for at in key]
        self._fills = map_.missing == "previous" and not map_.own
        self._numbers = [at for at in key if at not in form]
        self._number_alone = len(key) == 1 and key[0] not in form
        used = {*self._at.values()}
        used.update(at for _name, at, _read in self._fields)
        understood = {*self._date, *self._phone}
        name = [at for attribute, places in self._texts if attribute == "caller_name" for at in places]
        self._marks = [*self._date, *key, *name, *self._phone, *self._unit]
        self._beside_text = sorted(used.difference(self._text, fields.get("answer", [])))
        before = used.difference(renamed)
        self._cells_before = picker(sorted(before))
        self._cells_content = picker(sorted(used - understood))
        self._cells_key = picker(key)

    def _reader(self, field: str) -> Callable[[str], str | None]:
        """Return what turns a value of a column into ours, or None when it is unknown ("": known as nothing)."""
        words = {fold(value.strip()): ours for value, ours in self._map.words.get(field, {}).items()}
        compiled = self._router.compiled
        gazetteer = compiled["gazetteer"]
        if field == "kecamatan":
            return lambda value: kecamatan_named(value, gazetteer)
        if field == "kelurahan":
            return lambda value: kelurahan_named(value, gazetteer)
        if field == "category":
            known = {entry[0]: entry[0] for entry in compiled["categories"]}
        elif field == "channel":
            known = {join_pattern(name): name for name in compiled["desk"]["channels"]}
        else:
            known = {name: name for name in _KNOWN[field]}

        def read(value: str) -> str | None:
            value = fold(value.strip())
            return words.get(value) if value in words else known.get(value, known.get(join_pattern(value)))

        return read

    def _recorded(self, value: str) -> str:
        """Return the ids of the units that a record names, joined with ";"; of an unknown one its slug."""
        names = self._router.compiled["unit_names"]
        whole = names.get(join_pattern(value))
        if whole:
            return str(whole)
        parts = [part for part in _SEVERAL.split(value) if join_pattern(part)] or [value]
        if len(self.unknown_units) < MEMO:
            self.unknown_units.update({p.strip(): None for p in parts if not names.get(join_pattern(p))})
        return ";".join(dict.fromkeys(str(names.get(join_pattern(p)) or slug(p)) for p in parts))

    def _place_of(self, value: str) -> tuple[str | None, str | None]:
        place = self._router.engine.place_of(Folded(value), value)
        return place.kecamatan, place.kelurahan

    @property
    def date_places(self) -> list[int]:
        """The places of the columns of day and time."""
        return self._date

    # -- for each record

    def identity(self, cells: Sequence[str], report: Report | None = None, more: str = "") -> Identity:
        """Return what tells a record from others. `more` is content beside the cells."""
        content = joined(self._cells_content(cells))
        if report is not None:
            # Moment and phone as they were understood; of the record above only the day is this one's, of now nothing.
            moment: Any = report.reported_at
            if self._is_filled(report):
                moment = self.moments.moment_of_filled(moment, any(present(cells[at]) for at in self._date[1:]))
            elif report.sources["reported_at"] != "import":
                moment = joined([meant(cells[at]) for at, meant in self._form])
            content = f"{content}{APART}{moment}{APART}{report.caller_phone or ''}{more}"
        return identity(self._key_meant(cells, report), content)

    def identity_before(self, cells: Sequence[str], more: str = "") -> Identity:
        """Return the same as older versions made it, of the cells as they stand."""
        content = APART.join(self._cells_before(cells)) + more
        return identity(APART.join(self._cells_key(cells)) if self._key else "", content)

    def is_numbered(self, cells: Sequence[str]) -> bool:
        """Say whether the key of a record has more than its day and time: a number, as a rule."""
        return any(present(cells[at]) for at in self._numbers)

    def is_undated(self, cells: Sequence[str]) -> bool:
        """Say whether a row can't begin with a date as numbers have it: then it may be no call."""
        return not cells[self._date[0]].lstrip()[:1].isdigit()

    def is_no_call(self, cells: Sequence[str]) -> bool:
        """Say whether a row is a total or a signature: without date, time, name, number, phone and unit, and no words.

        A word like "total" there is none of these, nor is a count beside one. Raises `RejectedError` for words alone:
        they may be all of a call.
        """
        if is_total_row(cells):
            return True
        if any(_says(cells[at]) for at in self._marks):
            return False
        if all(
            is_no_call(given) for at, cell in enumerate(cells) if at not in self._marks and (given := present(cell))
        ):
            return True
        if any(_says(cells[at]) for at in self._beside_text):
            return False
        self.moments.unread()
        what = _(
            "words alone, without date, time, name, number, phone and unit; if it is a call, one of them is missing"
        )
        raise RejectedError(what)

    def marks(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a row that can't be taken says beyond doubt, by the complaint's attributes."""
        found = {"text": " ".join(filter(None, (present(cells[at]) for at in self._text)))}
        for attribute, at in self._texts:
            if attribute in ("answer", "caller_name") and len(at) == 1:
                found[attribute] = present(cells[at[0]]) or ""
        phone = self._phone_cell(cells)
        found["caller_phone"] = (self._phone_of(phone) or "") if phone else ""
        return {name: value for name, value in found.items() if value}

    def done(self, cells: Sequence[str]) -> dict[str, str | int]:
        """Return what a record says that a unit did, and in how many seconds; what can't be read stays text."""
        found: dict[str, str | int] = {}
        if result := " ".join(filter(None, (present(cells[at]) for at in self._result))):
            found["result"] = result
        if took := " ".join(filter(None, (present(cells[at]) for at in self._took))):
            seconds = self._seconds_of(took)
            found |= {"took_text": took} if seconds is None else {"took": seconds}
        return found

    def _key_meant(self, cells: Sequence[str], report: Report | None) -> str:
        if self._number_alone and (number := cells[self._key[0][0]]).isdigit():
            return number
        if report is not None and self._is_filled(report):
            cells = self.dated(cells, report)
        return joined([meant(cells[at]) for at, meant in self._key])

    def _is_filled(self, report: Report) -> bool:
        return self._fills and report.sources["reported_at"] == "default"

    def dated(self, cells: Sequence[str], report: Report) -> list[str]:
        """Return the cells of a record, with the day of the one above it where that counts."""
        dated = list(cells)
        if self._is_filled(report):
            dated[self._date[0]] = self._router.zone.iso(report.reported_at)[:10]
        return dated

    def report(self, cells: Sequence[str], file: str, row: int, more: Mapping[str, Any] | None = None) -> Report:
        """Return what a record says; `more` is kept beside the map's fields. Raises `RejectedError`."""
        texts = self._text
        if len(texts) == 1:
            text = present(cells[texts[0]])
        else:
            text = " ".join(filter(None, (present(cells[at]) for at in texts))) or None
        sources: dict[str, str] = {}
        # The date first: a record without text may still be the one before of the next.
        reported_at = self._moment(cells, sources)
        if text is None:
            raise RejectedError(_("no text; in words what the call is about would be right"))
        fields: dict[str, Any] = {}
        given: dict[str, Any] = {
            "text": text, "reported_at": reported_at, "logged_at": self._now, "actor": self._actor,
            "source_file": file, "source_row": row, "fields": fields,
        }  # fmt: skip
        for attribute, at in self._texts:
            value = cells[at[0]] if len(at) == 1 else " ".join(cells[a] for a in at if present(cells[a]))
            value = value.strip()
            if value and value != "-":
                given[attribute] = value
        for name, place, read in self._fields:
            value = cells[place].strip()
            if value and value != "-":
                fields[name] = read(value)
        for attribute, default in self._defaults:
            given[attribute] = default
            sources[attribute] = "default"
        self._named_fields(cells, given, sources)
        if self._answers:
            answers = {question: said for question, place in self._answers if (said := present(cells[place]))}
            if answers:
                given["answers"] = answers
        for place in self._unit:
            if "recorded_unit" not in given and (said := present(cells[place])):
                given["recorded_unit"] = self._unit_of(said)
        if self._phone or self._home or self._home_named:
            self._caller(given, cells)
        if not self._earliest <= reported_at < self._end:
            what = _("the year {year} is out of range; one from {first} to {last} would be right")
            year = self._router.zone.local(reported_at).year
            raise RejectedError(what.format(year=year, first=FIRST_YEAR, last=LAST_YEAR))
        self._consent(cells, given, sources)
        if other := self._points.read(cells, given, sources):
            self._unknown("point", "point", other)
        if more:
            fields.update(more)
        return Report("import", sources, **given)

    def _named_fields(self, cells: Sequence[str], given: dict[str, Any], sources: dict[str, str]) -> None:
        """Read the columns whose values have a meaning of ours; another word is kept beside them."""
        for attribute, place, name, read, fallback in self._named:
            value = cells[place].strip()
            ours = None
            if value and value != "-":
                ours = read(value)
                if ours is None:
                    given["fields"][name] = value
                    self._unknown(attribute, name, value)
            if ours:
                given[attribute] = ours
            elif fallback:
                given[attribute] = fallback
                sources[attribute] = "default"

    def _unknown(self, field: str, column: str, value: str) -> None:
        counts = self.unknown_words.setdefault((field, column), Counter())
        if value in counts or len(counts) < MEMO:
            counts[value] += 1

    def _phone_cell(self, cells: Sequence[str]) -> str:
        return " / ".join(filter(None, (present(cells[at]) for at in self._phone)))

    def _caller(self, given: dict[str, Any], cells: Sequence[str]) -> None:
        if self._phone and (phone := self._phone_cell(cells)):
            given["phone_original"], given["caller_phone"] = phone, self._phone_of(phone)
            if "+" in phone and (eaten := eaten_numbers(phone)):
                given["fields"][self._phone_column] = " / ".join(eaten)
                self.eaten_phones += 1
        if self._home and (address := ", ".join(filter(None, (present(cells[at]) for at in self._home)))):
            given["caller_address"] = address
            if not self._home_named:
                given["caller_kecamatan"], given["caller_kelurahan"] = self._home_of(address)
        for attribute, place, find in self._home_named:
            if value := present(cells[place]):
                given[attribute] = find(value, self._router.compiled["gazetteer"]) or value

    def _consent(self, cells: Sequence[str], given: dict[str, Any], sources: dict[str, str]) -> None:
        """Read how the caller agreed to be told; what nobody knows the meaning of is kept, and is no yes."""
        for place in self._agreed:
            if said := present(cells[place]):
                agreed, column = self._agreed_cells.read(said, given.get("caller_phone")), self._columns[place]
                if agreed is None:
                    given["fields"][column] = said
                    self._unknown("agreed", column, said)
                given["agreed"], sources["agreed"] = agreed or {}, "import"

    def _moment(self, cells: Sequence[str], sources: dict[str, str]) -> int:
        """Return when a record was reported. Of several columns the first is the date. Raises `RejectedError`."""
        dates = self._date
        day = present(cells[dates[0]]) if dates else None
        times = [more for at in dates[1:] if (more := present(cells[at]))] if len(dates) > 1 else ()
        if day is not None:
            sources["reported_at"] = "import"
            return self.moments.read(day, times, len(dates) > 1)
        sources["reported_at"] = "default"
        if self._map.own:
            return self._now
        return self.moments.read_below(times)


_KNOWN = {"kind": KINDS, "priority": PRIORITIES, "status": STATUSES}


def slug(value: str) -> str:
    """Return a value in lower case, each run of other characters than letters and digits one hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", fold(value)).strip("-") or value.strip().lower()
