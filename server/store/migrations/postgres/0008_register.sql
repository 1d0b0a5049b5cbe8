-- The register: who has left, who is whose guardian no more. Nothing is deleted.

-- The child's last day.
ALTER TABLE child ADD COLUMN left_on DATE;

-- Since when somebody is a guardian no more: then they have no rights.
ALTER TABLE guardian ADD COLUMN ended DATE
    CONSTRAINT guardian_ended CHECK (
        (ended IS NULL OR NOT rights)
        AND relation IN ('mother', 'father', 'parent', 'guardian', 'grandmother', 'grandfather', 'relative')
    );

-- One number, one person.
CREATE UNIQUE INDEX person_phone ON person (org, phone) WHERE phone IS NOT NULL;
CREATE INDEX guardian_child ON guardian (child);
