-- Bodies as orders of the head compose them, their meetings, decisions, orders and digests.

CREATE TABLE composition (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    body TEXT NOT NULL CHECK (body IN ('apqo', 'ppqq', 'trustees')),
    order_number TEXT NOT NULL CHECK (length(order_number) BETWEEN 1 AND 60),
    order_date DATE NOT NULL,
    since DATE NOT NULL,
    until DATE,
    chair_title TEXT NOT NULL CHECK (chair_title IN ('toragha', 'torayym')),
    made_by UUID,
    made_at BIGINT NOT NULL,
    CHECK (since >= order_date AND (until IS NULL OR until >= since)),
    UNIQUE (org, id)
);
CREATE INDEX composition_of_body ON composition (org, body, since);

CREATE TABLE composition_member (
    org UUID NOT NULL,
    composition UUID NOT NULL,
    person UUID NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('chair', 'secretary', 'member')),
    FOREIGN KEY (org, composition) REFERENCES composition (org, id),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    PRIMARY KEY (composition, person)
);
CREATE UNIQUE INDEX composition_chair ON composition_member (composition) WHERE role = 'chair';
CREATE UNIQUE INDEX composition_secretary ON composition_member (composition) WHERE role = 'secretary';
CREATE INDEX composition_member_of ON composition_member (org, person);

-- A body's own quorum; without a row, more than half.
CREATE TABLE body_setting (
    org UUID NOT NULL REFERENCES organisation (id),
    body TEXT NOT NULL CHECK (body IN ('apqo', 'ppqq', 'trustees')),
    quorum TEXT NOT NULL CHECK (quorum IN ('more_than_half', 'two_thirds', 'count')),
    quorum_count INT CHECK (quorum_count >= 1),
    CHECK ((quorum = 'count') = (quorum_count IS NOT NULL)),
    PRIMARY KEY (org, body)
);

-- The parents' council, which reads digests.
CREATE TABLE council (
    org UUID NOT NULL,
    person UUID NOT NULL,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    PRIMARY KEY (org, person)
);

CREATE TABLE meeting (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    body TEXT NOT NULL CHECK (body IN ('apqo', 'ppqq', 'trustees')),
    -- Who sits in it: the composition of its day.
    composition UUID NOT NULL,
    planned TEXT NOT NULL CHECK (planned IN ('planned', 'unplanned')),
    day DATE NOT NULL,
    start_min INT NOT NULL,
    end_min INT NOT NULL,
    place TEXT NOT NULL DEFAULT '' CHECK (length(place) <= 200),
    manner TEXT NOT NULL DEFAULT '' CHECK (length(manner) <= 200),
    state TEXT NOT NULL DEFAULT 'called' CHECK (state IN ('called', 'held', 'cancelled')),
    -- It speaks of single children.
    closed BOOLEAN NOT NULL,
    reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 2000),
    -- Guests, as a JSON list of names.
    guests TEXT NOT NULL DEFAULT '[]',
    -- Its number in the year, once its minutes are sent: others may not take it.
    number INT CHECK (number >= 1),
    -- The school year, by the calendar year in which it begins.
    year INT NOT NULL,
    called_by UUID NOT NULL,
    called_at BIGINT NOT NULL,
    FOREIGN KEY (org, composition) REFERENCES composition (org, id),
    FOREIGN KEY (org, called_by) REFERENCES person (org, id),
    CHECK (start_min >= 0 AND start_min < end_min AND end_min <= 1440),
    CHECK (NOT closed OR body = 'ppqq'),
    CHECK (state <> 'cancelled' OR (reason <> '' AND number IS NULL)),
    UNIQUE (org, id)
);
CREATE INDEX meeting_of_year ON meeting (org, year, body, day);
CREATE UNIQUE INDEX meeting_number ON meeting (org, body, year, number) WHERE number IS NOT NULL;

CREATE TABLE agenda_item (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    place INT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 1000),
    -- The decision of an earlier meeting that it comes back to.
    decision UUID,
    FOREIGN KEY (org, meeting) REFERENCES meeting (org, id)
);
CREATE INDEX agenda_of_meeting ON agenda_item (org, meeting, place);

-- Who is invited, what they answered, and whether they were there.
CREATE TABLE invited (
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    person UUID NOT NULL,
    reply TEXT CHECK (reply IN ('comes', 'cannot_come')),
    mark TEXT CHECK (mark IN ('present', 'absent')),
    FOREIGN KEY (org, meeting) REFERENCES meeting (org, id),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    PRIMARY KEY (meeting, person)
);

-- What was decided in minutes that are locked. Words, term and vote stay as they were signed.
CREATE TABLE decision (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    line INT NOT NULL CHECK (line >= 1),
    text TEXT NOT NULL,
    responsible TEXT NOT NULL,
    person UUID,
    due DATE,
    ongoing BOOLEAN NOT NULL,
    -- Жақтап, қарсы, қалыс қалды.
    aye INT,
    nay INT,
    abstained INT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    settled_at BIGINT,
    settled_by UUID,
    FOREIGN KEY (org, meeting) REFERENCES meeting (org, id),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, settled_by) REFERENCES person (org, id),
    CHECK (NOT (ongoing AND due IS NOT NULL)),
    CHECK ((aye IS NULL) = (nay IS NULL) AND (aye IS NULL) = (abstained IS NULL)),
    CHECK (state = 'open' OR (settled_at IS NOT NULL AND settled_by IS NOT NULL)),
    UNIQUE (org, id),
    UNIQUE (meeting, line)
);
CREATE INDEX decision_open ON decision (org, state, due);
CREATE FUNCTION decision_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decision_signed' USING ERRCODE = 'check_violation';
    RETURN NEW;
END $$;
CREATE TRIGGER decision_signed BEFORE UPDATE ON decision FOR EACH ROW
    WHEN (OLD.org <> NEW.org OR OLD.meeting <> NEW.meeting OR OLD.line <> NEW.line OR OLD.text <> NEW.text
        OR OLD.responsible <> NEW.responsible OR OLD.person IS DISTINCT FROM NEW.person OR OLD.due IS DISTINCT FROM NEW.due
        OR OLD.ongoing <> NEW.ongoing OR OLD.aye IS DISTINCT FROM NEW.aye OR OLD.nay IS DISTINCT FROM NEW.nay
        OR OLD.abstained IS DISTINCT FROM NEW.abstained)
    EXECUTE FUNCTION decision_signed();
CREATE TRIGGER decision_kept BEFORE DELETE ON decision FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Orders of the head that were made of decisions (АПҚО ережесі 5.1).
CREATE TABLE head_order (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    decision UUID NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'given')),
    number TEXT NOT NULL DEFAULT '' CHECK (length(number) <= 60),
    day DATE,
    lang TEXT NOT NULL CHECK (lang IN ('kk', 'ru')),
    title TEXT NOT NULL CHECK (length(title) <= 500),
    text TEXT NOT NULL CHECK (length(text) <= 20000),
    made_by UUID NOT NULL,
    made_at BIGINT NOT NULL,
    FOREIGN KEY (org, decision) REFERENCES decision (org, id),
    FOREIGN KEY (org, made_by) REFERENCES person (org, id),
    CHECK (state = 'draft' OR (number <> '' AND day IS NOT NULL)),
    UNIQUE (org, id),
    UNIQUE (decision)
);
CREATE FUNCTION order_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'order_given' USING ERRCODE = 'check_violation';
    RETURN NEW;
END $$;
CREATE TRIGGER order_given BEFORE UPDATE ON head_order FOR EACH ROW
    WHEN (OLD.state = 'given')
    EXECUTE FUNCTION order_given();
CREATE TRIGGER order_kept BEFORE DELETE ON head_order FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER head_order_no_truncate BEFORE TRUNCATE ON head_order FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What a body has made known of a meeting.
CREATE TABLE digest (
    org UUID NOT NULL,
    meeting UUID PRIMARY KEY,
    staff BOOLEAN NOT NULL,
    council BOOLEAN NOT NULL,
    published_by UUID NOT NULL,
    published_at BIGINT NOT NULL,
    FOREIGN KEY (org, meeting) REFERENCES meeting (org, id),
    FOREIGN KEY (org, published_by) REFERENCES person (org, id),
    CHECK (staff OR council)
);

CREATE TABLE digest_read (
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    person UUID NOT NULL,
    at BIGINT NOT NULL,
    FOREIGN KEY (meeting) REFERENCES digest (meeting),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    PRIMARY KEY (meeting, person)
);
