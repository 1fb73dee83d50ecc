"""A channel for messages that keeps them, so that a test can look at what was sent."""

from __future__ import annotations

from aduan_cli.hookspecs import DELIVERIES, Delivery, Message, Notifier


class RecordingNotifier(Notifier):
    """Keeps every message in `messages` and answers as told: one state after the other, the last one for ever.

    A state is sent, retry or failed, or a whole `Delivery`; an exception is raised.
    """

    def __init__(self, *answers: str | Delivery | Exception) -> None:
        for answer in answers:
            if isinstance(answer, str) and answer not in DELIVERIES:
                raise ValueError(f"{answer!r}: one of {', '.join(DELIVERIES)} would be right")
        self._answers = list(answers or ("sent",))
        self.messages: list[Message] = []

    def notify(self, message: Message) -> Delivery:
        """Keep a message; return what was told to answer."""
        self.messages.append(message)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Delivery) else Delivery(answer)
