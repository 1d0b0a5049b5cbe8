-- Series of sessions: a recurrence rule, and for each session which of the rule's dates it stands for.

CREATE TABLE series (
    id BLOB PRIMARY KEY NOT NULL,
    org BLOB NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    -- As iCalendar says it, ending on a day: FREQ=WEEKLY;BYDAY=MO;UNTIL=20261225
    rule TEXT NOT NULL CHECK (length(rule) <= 400),
    -- Its first date.
    day DATE NOT NULL,
    start_min INT NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
    -- Days of the rule that were left out, as a JSON list.
    skipped TEXT NOT NULL DEFAULT '[]',
    -- The series that it was cut off.
    split_from BLOB,
    created_by BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (org, created_by) REFERENCES person (org, id),
    FOREIGN KEY (org, split_from) REFERENCES series (org, id),
    UNIQUE (org, id)
);

ALTER TABLE session ADD COLUMN series BLOB REFERENCES series (id);
ALTER TABLE session ADD COLUMN series_day DATE;
ALTER TABLE session ADD COLUMN series_min INT
    CONSTRAINT session_occurrence_whole CHECK (
        (series IS NULL) = (series_day IS NULL) AND (series IS NULL) = (series_min IS NULL)
    );

-- However often a series is split: a date of it has one session.
CREATE UNIQUE INDEX session_occurrence ON session (series, series_day, series_min);

-- Nothing crosses from one kindergarten to another (a column that is added can have no composite reference here).
CREATE TRIGGER session_series_insert BEFORE INSERT ON session WHEN NEW.series IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: session_series')
    WHERE NOT EXISTS (SELECT 1 FROM series WHERE id = NEW.series AND org = NEW.org);
END;
CREATE TRIGGER session_series_update BEFORE UPDATE OF series ON session WHEN NEW.series IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: session_series')
    WHERE NOT EXISTS (SELECT 1 FROM series WHERE id = NEW.series AND org = NEW.org);
END;
