"""What time it is: that of SOURCE_DATE_EPOCH where it is set, so that a run can be repeated."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable


def stated() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH states, or None when it is not set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        UsageError: it is set and no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {printable(epoch)!r}, which is no time",
            hint="set it to the seconds since 1970, as `date +%s` prints them, or unset it",
        ) from error


def today() -> date:
    """Return the day for which expiry is judged: UTC, or that of SOURCE_DATE_EPOCH.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is set and no number of seconds.
    """
    return (stated() or datetime.now(timezone.utc)).date()
