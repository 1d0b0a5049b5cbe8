-- The shape of a kindergarten's data. sqlite/0001_init.sql says the same in the other dialect: change both.
--
-- Every table carries `org`, and every reference goes through (org, id): nothing crosses from one kindergarten to another.
-- Moments are milliseconds since 1970 (UTC); days and minutes are by the kindergarten's clock.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE organisation (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    city TEXT NOT NULL,
    phone TEXT NOT NULL,
    host TEXT UNIQUE,
    zone TEXT NOT NULL,
    lang TEXT NOT NULL,
    settings TEXT NOT NULL,
    demo BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL
);

-- What every write touches, apart from the organisation itself: its row is the last that a transaction locks.
CREATE TABLE ledger (
    org UUID PRIMARY KEY REFERENCES organisation (id),
    revision BIGINT NOT NULL DEFAULT 0,
    directory_revision BIGINT NOT NULL DEFAULT 0,
    audit_no BIGINT NOT NULL DEFAULT 0,
    audit_hash TEXT NOT NULL DEFAULT ''
) WITH (fillfactor = 10);

-- The revision of a week of sessions: its row is the first that a transaction locks, so that rules are checked against
-- sessions that stay as they are until the commit.
CREATE TABLE week (
    org UUID NOT NULL REFERENCES organisation (id),
    monday DATE NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (org, monday)
) WITH (fillfactor = 10);

CREATE TABLE person (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    phone TEXT,
    login TEXT,
    password TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (org, id),
    UNIQUE (org, login)
);

CREATE TABLE position (
    org UUID NOT NULL,
    person UUID NOT NULL,
    position TEXT NOT NULL,
    since DATE NOT NULL,
    until DATE,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    UNIQUE (person, position, since)
);

CREATE TABLE membership (
    org UUID NOT NULL,
    person UUID NOT NULL,
    body TEXT NOT NULL,
    role TEXT NOT NULL,
    since DATE NOT NULL,
    until DATE,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    UNIQUE (person, body, role, since)
);

CREATE TABLE child_group (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    age_from INT NOT NULL,
    UNIQUE (org, id)
);

CREATE TABLE educator (
    org UUID NOT NULL,
    person UUID NOT NULL,
    child_group UUID NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, child_group) REFERENCES child_group (org, id),
    PRIMARY KEY (person, child_group)
);

CREATE TABLE child (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    born DATE NOT NULL,
    child_group UUID,
    attends BOOLEAN NOT NULL,
    consent TEXT NOT NULL,
    contract TEXT NOT NULL,
    category TEXT,
    disorder TEXT,
    pmpk_no TEXT,
    pmpk_until DATE,
    FOREIGN KEY (org, child_group) REFERENCES child_group (org, id),
    CHECK ((pmpk_no IS NULL) = (pmpk_until IS NULL)),
    UNIQUE (org, id)
);

CREATE TABLE guardian (
    org UUID NOT NULL,
    person UUID NOT NULL,
    child UUID NOT NULL,
    relation TEXT NOT NULL,
    rights BOOLEAN NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    PRIMARY KEY (person, child)
);

CREATE TABLE quota (
    org UUID NOT NULL,
    child UUID NOT NULL,
    kind TEXT NOT NULL,
    per_week INT NOT NULL CHECK (per_week BETWEEN 1 AND 20),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    PRIMARY KEY (child, kind)
);

CREATE TABLE caseload (
    org UUID NOT NULL,
    person UUID NOT NULL,
    child UUID NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    PRIMARY KEY (person, child)
);

CREATE TABLE room (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    capacity INT NOT NULL CHECK (capacity BETWEEN 1 AND 200),
    -- The consultation point may take it by itself for a parent's booking.
    kp BOOLEAN NOT NULL,
    UNIQUE (org, id)
);

-- Of a person, or of the kindergarten itself.
CREATE TABLE hours (
    org UUID NOT NULL REFERENCES organisation (id),
    person UUID,
    weekday INT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    start_min INT NOT NULL,
    end_min INT NOT NULL,
    reception BOOLEAN NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    CHECK (0 <= start_min AND start_min < end_min AND end_min <= 1440)
);

CREATE TABLE holiday (
    org UUID NOT NULL REFERENCES organisation (id),
    day DATE NOT NULL,
    kk TEXT NOT NULL,
    ru TEXT NOT NULL,
    PRIMARY KEY (org, day)
);

CREATE TABLE assignment (
    org UUID NOT NULL,
    person UUID NOT NULL,
    child UUID NOT NULL,
    since DATE NOT NULL,
    until DATE NOT NULL,
    decision TEXT NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    CHECK (since <= until),
    PRIMARY KEY (person, child, since)
);

CREATE TABLE session (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    version BIGINT NOT NULL DEFAULT 1,
    body TEXT NOT NULL,
    kind TEXT NOT NULL,
    day DATE NOT NULL,
    start_min INT NOT NULL,
    end_min INT NOT NULL,
    online BOOLEAN NOT NULL,
    places INT NOT NULL,
    -- Kept by the triggers on claim.
    seats INT NOT NULL DEFAULT 0,
    open BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    live BOOLEAN NOT NULL,
    reason TEXT,
    link TEXT,
    -- The unguessable word of its meeting.
    token TEXT NOT NULL,
    by_parent BOOLEAN NOT NULL,
    created_by UUID NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (org, created_by) REFERENCES person (org, id),
    UNIQUE (org, id),
    UNIQUE (id, org, day, start_min, end_min, live),
    CONSTRAINT session_time CHECK (0 <= start_min AND start_min < end_min AND end_min <= 1440),
    CONSTRAINT session_status CHECK (status IN ('draft', 'confirmed', 'done', 'cancelled', 'no_show')),
    CONSTRAINT session_live CHECK (live = (status <> 'cancelled')),
    CONSTRAINT session_places CHECK (0 <= seats AND seats <= places AND places <= 10),
    -- Order 92 ¶16, КП ережесі 6.4: what is confirmed is of a legal size.
    CONSTRAINT session_size CHECK (
        status <> 'confirmed'
        OR CASE kind
            WHEN 'individual' THEN seats = 1
            WHEN 'small' THEN seats BETWEEN 2 AND 4
            WHEN 'group' THEN seats BETWEEN 6 AND 8
            WHEN 'kp_small' THEN seats BETWEEN 2 AND 3
            ELSE TRUE
        END
    )
);
CREATE INDEX session_day ON session (org, day);

CREATE TABLE booking (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    session UUID NOT NULL,
    child UUID NOT NULL,
    person UUID NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'cancelled', 'moved')),
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    FOREIGN KEY (org, session) REFERENCES session (org, id),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    UNIQUE (org, id),
    UNIQUE (person, key)
);
CREATE UNIQUE INDEX booking_active ON booking (session, child) WHERE state = 'active';
CREATE INDEX booking_child ON booking (child);

-- What a session takes: specialists, assistants, a room, children. Its time is always its session's, by the foreign key.
CREATE TABLE claim (
    session UUID NOT NULL,
    org UUID NOT NULL,
    what TEXT NOT NULL,
    person UUID,
    room UUID,
    child UUID,
    accompanies UUID,
    with_parent BOOLEAN NOT NULL DEFAULT FALSE,
    booking UUID,
    -- The order within its session.
    rank INT NOT NULL,
    day DATE NOT NULL,
    start_min INT NOT NULL,
    end_min INT NOT NULL,
    live BOOLEAN NOT NULL,
    resource UUID NOT NULL GENERATED ALWAYS AS (COALESCE(person, room, child)) STORED,
    FOREIGN KEY (session, org, day, start_min, end_min, live)
        REFERENCES session (id, org, day, start_min, end_min, live) ON UPDATE CASCADE ON DELETE CASCADE,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, room) REFERENCES room (org, id),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    FOREIGN KEY (org, accompanies) REFERENCES child (org, id),
    FOREIGN KEY (org, booking) REFERENCES booking (org, id),
    CONSTRAINT claim_what CHECK (
        CASE what
            WHEN 'staff' THEN person IS NOT NULL AND room IS NULL AND child IS NULL AND accompanies IS NULL
            WHEN 'assistant' THEN person IS NOT NULL AND room IS NULL AND child IS NULL AND accompanies IS NOT NULL
            WHEN 'room' THEN person IS NULL AND room IS NOT NULL AND child IS NULL AND accompanies IS NULL
            WHEN 'seat' THEN person IS NULL AND room IS NULL AND child IS NOT NULL AND accompanies IS NULL
            ELSE FALSE
        END
    ),
    CONSTRAINT claim_once UNIQUE (session, resource),
    -- Nobody and nothing is in two places at once.
    CONSTRAINT claim_overlap EXCLUDE USING gist (
        resource WITH =, day WITH =, int4range(start_min, end_min) WITH &&
    ) WHERE (live)
);
CREATE INDEX claim_resource ON claim (resource, day);

CREATE FUNCTION claim_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE session SET seats = seats + 1 WHERE id = NEW.session;
    ELSE
        UPDATE session SET seats = seats - 1 WHERE id = OLD.session;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_seat_taken AFTER INSERT ON claim FOR EACH ROW WHEN (NEW.what = 'seat') EXECUTE FUNCTION claim_seats();
CREATE TRIGGER claim_seat_left AFTER DELETE ON claim FOR EACH ROW WHEN (OLD.what = 'seat') EXECUTE FUNCTION claim_seats();

CREATE FUNCTION claim_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'claim_fixed' USING ERRCODE = 'check_violation';
END $$;
-- Who is in a session is changed by taking a claim away and making another: the count of seats stays right.
CREATE TRIGGER claim_fixed BEFORE UPDATE ON claim FOR EACH ROW
    WHEN (OLD.what <> NEW.what OR OLD.session <> NEW.session
        OR COALESCE(OLD.person, OLD.room, OLD.child) <> COALESCE(NEW.person, NEW.room, NEW.child))
    EXECUTE FUNCTION claim_is_fixed();

CREATE TABLE waiting (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    session UUID,
    child UUID NOT NULL,
    kind TEXT NOT NULL,
    person UUID,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (org, session) REFERENCES session (org, id),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    FOREIGN KEY (org, person) REFERENCES person (org, id)
);
CREATE UNIQUE INDEX waiting_once ON waiting (session, child);
CREATE INDEX waiting_org ON waiting (org);

CREATE TABLE device (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    person UUID NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    agent TEXT NOT NULL,
    ip TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id)
);
CREATE INDEX device_person ON device (person);

CREATE TABLE throttle (
    scope TEXT PRIMARY KEY,
    failures INT NOT NULL,
    last_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);

CREATE TABLE invitation (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    person UUID NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    reset BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Used, or made void by a later one.
    closed_at BIGINT,
    FOREIGN KEY (org, person) REFERENCES person (org, id)
);
CREATE INDEX invitation_person ON invitation (person);

CREATE TABLE audit (
    org UUID NOT NULL REFERENCES organisation (id),
    no BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor UUID,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (org, no)
);

CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger SET audit_no = NEW.no, audit_hash = NEW.hash
        WHERE org = NEW.org AND audit_no = NEW.no - 1 AND audit_hash = NEW.prev;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'audit_chain' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_linked AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_link();

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION append_only();
