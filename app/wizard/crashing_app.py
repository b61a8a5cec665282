"""An app that shows nothing of what it knew when it crashes. This file alone touches Textual's private parts for that;
`tests/app/test_crash.py` notices when an upgrade changes them.

Textual's own page prints every local variable, so it's replaced by `app.crash`.
"""

from __future__ import annotations

from typing import TypeVar

from textual.app import App
from textual.worker import WorkerFailed

Result = TypeVar("Result")


class CrashingApp(App[Result]):
    """Keeps the error for the report, and leaves the terminal to whoever started it."""

    def _handle_exception(self, error: Exception) -> None:
        """Once somebody has asked for the end, the screens are taken down one by one, and a handler that still runs
        may miss what it needs. That's no crash: the exit code and what shows are those that were asked for.
        """
        if self._exit:
            self._close_messages_no_wait()
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Instead of a traceback with local variables: nothing yet; the page comes once the terminal is restored."""
        self.about_to_crash()
        self._close_messages_no_wait()

    def about_to_crash(self) -> None:
        """The last moment in which the screens are still there."""

    @property
    def crashed_by(self) -> BaseException | None:
        """The error that ended the app; of a worker's, what went wrong in it."""
        error: BaseException | None = self._exception
        while isinstance(error, WorkerFailed):
            error = error.error
        return error
