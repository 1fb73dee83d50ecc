"""What an import has to tell of its records, kept until they are stored: who reads slowly keeps nothing from that."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.i18n import _

Say = Callable[[str], None]


class Messages:
    """Sentences in their order. `warn` is for what was not taken, which nobody may miss; `say` for the rest."""

    def __init__(self, say: Say, warn: Say) -> None:
        self._say, self._warn = say, warn
        self._untold: list[tuple[Say, str]] = []

    def note(self, sentence: str) -> None:
        """Keep a sentence."""
        self._untold.append((self._say, sentence))

    def note_row(self, sentence: str, origin: tuple[str, int], sheet_row: int, **said: object) -> None:
        """Keep a sentence about a record, of which `origin` is the file and the row there.

        It ends with the row as a spreadsheet counts it, 0 where there is none; of a workbook both are one.
        """
        self.note(_of_row(sentence, origin, sheet_row, said))

    def warn_row(self, sentence: str, origin: tuple[str, int], sheet_row: int, **said: object) -> None:
        """Keep the same of a record that is not taken."""
        self._untold.append((self._warn, _of_row(sentence, origin, sheet_row, said)))

    def tell(self) -> None:
        """Say what was kept."""
        untold, self._untold = self._untold, []
        for say, sentence in untold:
            say(sentence)


def _of_row(sentence: str, origin: tuple[str, int], sheet_row: int, said: dict[str, object]) -> str:
    where = " " + _("(row {row} of the sheet)").format(row=sheet_row) if sheet_row not in (0, origin[1]) else ""
    return sentence.format(file=origin[0], row=origin[1], **said) + where
