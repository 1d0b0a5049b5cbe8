-- Series of sessions: a recurrence rule, and for each session which of the rule's dates it stands for.

CREATE TABLE series (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    -- As iCalendar says it, ending on a day: FREQ=WEEKLY;BYDAY=MO;UNTIL=20261225
    rule TEXT NOT NULL CHECK (length(rule) <= 400),
    -- Its first date.
    day DATE NOT NULL,
    start_min INT NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
    -- Days of the rule that were left out, as a JSON list.
    skipped TEXT NOT NULL DEFAULT '[]',
    -- The series that it was cut off.
    split_from UUID,
    created_by UUID NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (org, created_by) REFERENCES person (org, id),
    UNIQUE (org, id),
    FOREIGN KEY (org, split_from) REFERENCES series (org, id)
);

ALTER TABLE session ADD COLUMN series UUID;
ALTER TABLE session ADD COLUMN series_day DATE;
ALTER TABLE session ADD COLUMN series_min INT;
ALTER TABLE session ADD FOREIGN KEY (org, series) REFERENCES series (org, id);
ALTER TABLE session ADD CONSTRAINT session_occurrence_whole CHECK (
    (series IS NULL) = (series_day IS NULL) AND (series IS NULL) = (series_min IS NULL)
);

-- However often a series is split: a date of it has one session.
CREATE UNIQUE INDEX session_occurrence ON session (series, series_day, series_min);
