"""Reads a calendar file with PyPI's icalendar, and says as JSON what is in it: one independent reader of our feeds."""

import json
import sys

from icalendar import Calendar


def event(found):
    start, end = found.decoded("DTSTART"), found.decoded("DTEND")
    return {
        "uid": str(found["UID"]),
        "sequence": int(found["SEQUENCE"]),
        "status": str(found["STATUS"]),
        "summary": str(found["SUMMARY"]),
        # With the offset that the file's own time zone gives.
        "start": start.isoformat(),
        "end": end.isoformat(),
    }


calendar = Calendar.from_ical(sys.stdin.buffer.read())
wrong = [f"{part.name}: {error}" for part in calendar.walk() for error in part.errors]
events = [event(found) for found in calendar.walk("VEVENT")]
json.dump({"events": events, "errors": wrong, "zones": len(calendar.walk("VTIMEZONE"))}, sys.stdout, ensure_ascii=False)
