"""A whole history, walked once: every notice that was removed and is missed to this day."""
