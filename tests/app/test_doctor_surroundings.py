"""`northe-activate doctor` where its surroundings are odd: streams closed or without a locale, a spoilt line."""

from __future__ import annotations

import io
import json
import sys

import pytest

from app.cli import main
from app.exits import Exit

ZAP = ("--zaptec-user", "zap@example.com")


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        (None, "There was no password"),
        (io.TextIOWrapper(io.BytesIO(b"s3cret\xff\n"), "utf-8"), "isn't text"),
        (io.TextIOWrapper(io.BytesIO(b"s3cret\xff\n"), "utf-8", "surrogateescape"), "isn't text"),
    ],
    ids=["closed", "no text", "no text, as Python takes it where there's no locale"],
)
def test_an_input_that_cannot_be_read(
    stdin: io.TextIOWrapper | None, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["doctor", "ZAP900001", "--sandbox", *ZAP]) == Exit.WRONG_USE
    printed = capsys.readouterr().err
    assert says in printed
    assert "s3cret" not in printed


@pytest.mark.parametrize("as_json", [False, True], ids=["people", "programs"])
def test_names_that_the_locale_cannot_write(as_json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without a locale still gets all of it: with question marks, or as JSON's own escapes."""
    monkeypatch.setenv("LC_ALL", "C")
    out = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", io.StringIO("zap\n"))
    assert main(["doctor", "ZAP900018", "--sandbox", *ZAP, *(["--json"] if as_json else [])]) == Exit.DONE
    out.seek(0)
    printed = out.read()
    assert (
        "Gästvägen 18" in json.dumps(json.loads(printed), ensure_ascii=False) if as_json else "G?stv?gen 18" in printed
    )


def test_without_anywhere_to_print_the_exit_code_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("zap\n"))
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["doctor", "ZAP900006", "--sandbox", *ZAP]) == Exit.UNWELL


@pytest.mark.parametrize("command", [["doctor", "--json"], []], ids=["doctor", "wizard"])
def test_certificates_that_are_not_there(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor's first finding, since nothing can be asked; the wizard says it before it takes the screen."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", "https://northe.invalid")
    code = main(command)
    out, err = capsys.readouterr()
    if command:
        assert code == Exit.UNWELL
        assert "SSL_CERT_FILE" in json.loads(out)["checks"][0]["text"]
    else:
        assert (code, out) == (Exit.WRONG_USE, "")
        assert "SSL_CERT_FILE" in err
        assert err.count("\n") == 1
