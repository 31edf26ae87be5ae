"""A run takes the time that SOURCE_DATE_EPOCH states, and refuses what is none."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from attribcheck.core.errors import UsageError
from attribcheck.system import clock


def test_source_date_epoch_is_the_time_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")

    assert clock.source_date_epoch() == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


@pytest.mark.parametrize("epoch", ["yesterday", "²", "1.5", "-", "9" * 30])
def test_a_source_date_epoch_that_is_no_time_is_refused(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is"):
        clock.today()


@pytest.mark.parametrize("epoch", ["", None])
def test_without_source_date_epoch_it_is_today(
    monkeypatch: pytest.MonkeyPatch, epoch: str | None
) -> None:
    if epoch is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    before = datetime.now(timezone.utc).date()

    found = clock.today()

    assert before <= found <= datetime.now(timezone.utc).date()
