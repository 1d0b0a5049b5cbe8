-- When somebody is not there: whole days, or some hours of one day. Nothing is deleted: what was taken back has ended.

CREATE TABLE absence (
    id UUID PRIMARY KEY NOT NULL,
    org UUID NOT NULL,
    person UUID NOT NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    start_min INT NOT NULL,
    end_min INT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('ill', 'leave', 'training', 'other')),
    created_by UUID NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, created_by) REFERENCES person (org, id),
    CHECK (from_day <= to_day),
    CHECK (0 <= start_min AND start_min < end_min AND end_min <= 1440),
    -- Hours are hours of one day.
    CHECK (from_day = to_day OR (start_min = 0 AND end_min = 1440))
);
-- The same twice is a second tap.
CREATE UNIQUE INDEX absence_once ON absence (person, from_day, to_day, start_min, end_min) WHERE ended_at IS NULL;
CREATE INDEX absence_org ON absence (org, to_day);
