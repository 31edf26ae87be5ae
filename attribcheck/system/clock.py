"""The current time, or that of SOURCE_DATE_EPOCH for reproducible runs."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable


def source_date_epoch() -> datetime | None:
    """Return the time in SOURCE_DATE_EPOCH, or None when it is not set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        UsageError: its value is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {printable(epoch)!r}, which is not a time in seconds",
            hint="set it to the seconds since 1970 (the output of `date +%s`), or unset it",
        ) from error


def today() -> date:
    """Return the UTC day at which exceptions are judged as expired or not.

    Raises:
        UsageError: see ``source_date_epoch``.
    """
    return (source_date_epoch() or datetime.now(timezone.utc)).date()
