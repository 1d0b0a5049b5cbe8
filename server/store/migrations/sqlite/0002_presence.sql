-- Who came, marked on the day, and what the specialist has noted.

ALTER TABLE claim ADD COLUMN presence TEXT
    CONSTRAINT claim_presence CHECK (
        presence IS NULL OR (what = 'seat' AND presence IN ('came', 'late', 'absent', 'ill', 'family'))
    );
ALTER TABLE session ADD COLUMN note TEXT;
