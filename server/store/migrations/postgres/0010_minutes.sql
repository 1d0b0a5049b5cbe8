-- Minutes of meetings: the shared document as its updates, the text as it was sent, signatures, additions, the chain of a
-- body's year, files, and remarks.

CREATE TABLE minutes (
    -- Minutes have no other id than their meeting's.
    meeting UUID PRIMARY KEY,
    org UUID NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'chair_signed', 'locked')),
    seal TEXT NOT NULL UNIQUE,
    -- The last update, by its number.
    last BIGINT NOT NULL DEFAULT 0,
    begun_by UUID NOT NULL,
    begun_at BIGINT NOT NULL,
    -- As they were sent: what stands in them (JSON), both texts, and the hash of these.
    facts TEXT,
    kk TEXT,
    ru TEXT,
    hash TEXT,
    sent_at BIGINT,
    -- Who was there, of how many, and how many were needed, when they were sent.
    present INT,
    members INT,
    needed INT,
    -- Their place in the chain of their body's year.
    place INT,
    locked_at BIGINT,
    FOREIGN KEY (org, meeting) REFERENCES meeting (org, id),
    FOREIGN KEY (org, begun_by) REFERENCES person (org, id),
    CONSTRAINT minutes_whole CHECK (
        (state = 'draft') = (hash IS NULL) AND (hash IS NULL) = (kk IS NULL) AND (hash IS NULL) = (ru IS NULL)
        AND (hash IS NULL) = (facts IS NULL) AND (hash IS NULL) = (sent_at IS NULL)
        AND (hash IS NULL) = (present IS NULL) AND (hash IS NULL) = (members IS NULL)
        AND (hash IS NULL) = (needed IS NULL) AND (hash IS NULL OR present >= needed)
        AND (state = 'locked') = (place IS NOT NULL) AND (state = 'locked') = (locked_at IS NOT NULL)
    ),
    UNIQUE (org, meeting)
);

-- No way leads around a signature.
CREATE FUNCTION minutes_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'minutes_way' USING ERRCODE = 'check_violation';
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_way BEFORE UPDATE OF state ON minutes FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NOT (
        (OLD.state = 'draft' AND NEW.state = 'sent')
        OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'chair_signed'))
        OR (OLD.state = 'chair_signed' AND NEW.state = 'locked')
    ))
    EXECUTE FUNCTION minutes_way();
CREATE FUNCTION minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'minutes_signed' USING ERRCODE = 'check_violation';
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_stay BEFORE UPDATE ON minutes FOR EACH ROW
    WHEN (OLD.meeting <> NEW.meeting OR OLD.org <> NEW.org OR OLD.seal <> NEW.seal
        OR (OLD.state IN ('chair_signed', 'locked') AND (
            OLD.facts IS DISTINCT FROM NEW.facts OR OLD.kk IS DISTINCT FROM NEW.kk OR OLD.ru IS DISTINCT FROM NEW.ru OR OLD.hash IS DISTINCT FROM NEW.hash
            OR OLD.sent_at IS DISTINCT FROM NEW.sent_at OR OLD.present IS DISTINCT FROM NEW.present OR OLD.members IS DISTINCT FROM NEW.members
            OR OLD.needed IS DISTINCT FROM NEW.needed OR OLD.last <> NEW.last
        ))
        OR (OLD.state = 'locked' AND (OLD.place IS DISTINCT FROM NEW.place OR OLD.locked_at IS DISTINCT FROM NEW.locked_at)))
    EXECUTE FUNCTION minutes_stay();
CREATE TRIGGER minutes_kept BEFORE DELETE ON minutes FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_no_truncate BEFORE TRUNCATE ON minutes FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What was written, in the order in which it was stored. Each is whole, and none is lost: history reads them all.
CREATE TABLE minutes_update (
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    no BIGINT NOT NULL,
    person UUID NOT NULL,
    at BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    PRIMARY KEY (meeting, no)
);
-- Nothing is written into minutes that are sent.
CREATE FUNCTION minutes_update_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ( SELECT 1 FROM minutes WHERE meeting = NEW.meeting AND org = NEW.org AND state = 'draft' AND last = NEW.no - 1 ) THEN
        RAISE EXCEPTION 'minutes_signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_update_draft BEFORE INSERT ON minutes_update FOR EACH ROW
    EXECUTE FUNCTION minutes_update_draft();
CREATE FUNCTION minutes_update_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE minutes SET last = NEW.no WHERE meeting = NEW.meeting;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_update_last AFTER INSERT ON minutes_update FOR EACH ROW EXECUTE FUNCTION minutes_update_last();
CREATE TRIGGER minutes_update_fixed BEFORE UPDATE ON minutes_update FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_update_kept BEFORE DELETE ON minutes_update FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_update_no_truncate BEFORE TRUNCATE ON minutes_update FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The document as it was after an update, so that it opens without reading all of them. Made anew; never the only copy.
CREATE TABLE minutes_snapshot (
    org UUID NOT NULL,
    meeting UUID PRIMARY KEY,
    no BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting)
);

-- A correction beside locked minutes (Толықтыру).
CREATE TABLE addition (
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    no INT NOT NULL CHECK (no >= 1),
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'chair_signed', 'locked')),
    text TEXT NOT NULL CHECK (length(text) <= 20000),
    made_by UUID NOT NULL,
    made_at BIGINT NOT NULL,
    kk TEXT,
    ru TEXT,
    hash TEXT,
    place INT,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting),
    FOREIGN KEY (org, made_by) REFERENCES person (org, id),
    CHECK ((state = 'draft') = (hash IS NULL) AND (hash IS NULL) = (kk IS NULL) AND (hash IS NULL) = (ru IS NULL)
        AND (state = 'locked') = (place IS NOT NULL)),
    PRIMARY KEY (meeting, no)
);
CREATE FUNCTION addition_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'minutes_way' USING ERRCODE = 'check_violation';
    RETURN NEW;
END $$;
CREATE TRIGGER addition_way BEFORE UPDATE OF state ON addition FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NOT (
        (OLD.state = 'draft' AND NEW.state = 'sent')
        OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'chair_signed'))
        OR (OLD.state = 'chair_signed' AND NEW.state = 'locked')
    ))
    EXECUTE FUNCTION addition_way();
CREATE FUNCTION addition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'minutes_signed' USING ERRCODE = 'check_violation';
    RETURN NEW;
END $$;
CREATE TRIGGER addition_stays BEFORE UPDATE ON addition FOR EACH ROW
    WHEN (OLD.meeting <> NEW.meeting OR OLD.no <> NEW.no
        OR (OLD.state IN ('chair_signed', 'locked') AND (
            OLD.text <> NEW.text OR OLD.kk IS DISTINCT FROM NEW.kk OR OLD.ru IS DISTINCT FROM NEW.ru OR OLD.hash IS DISTINCT FROM NEW.hash
        ))
        OR (OLD.state = 'locked' AND OLD.place IS DISTINCT FROM NEW.place))
    EXECUTE FUNCTION addition_stays();
CREATE TRIGGER addition_kept BEFORE DELETE ON addition FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER addition_no_truncate BEFORE TRUNCATE ON addition FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Signatures under minutes (addition 0) and additions.
CREATE TABLE minutes_signature (
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    addition INT NOT NULL CHECK (addition >= 0),
    office TEXT NOT NULL CHECK (office IN ('chair', 'secretary')),
    person UUID NOT NULL,
    route TEXT NOT NULL CHECK (route IN ('drawn', 'typed', 'eds')),
    at BIGINT NOT NULL,
    name TEXT,
    strokes TEXT,
    cms BYTEA,
    cms_says TEXT,
    -- The hash of the texts that were signed.
    hash TEXT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    CHECK ((route = 'drawn') = (strokes IS NOT NULL) AND (route = 'typed') = (name IS NOT NULL)
        AND (route = 'eds') = (cms IS NOT NULL)),
    -- One person does not sign for both.
    UNIQUE (meeting, addition, person),
    PRIMARY KEY (meeting, addition, office)
);
CREATE TRIGGER minutes_signature_fixed BEFORE UPDATE ON minutes_signature FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_signature_kept BEFORE DELETE ON minutes_signature FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_signature_no_truncate BEFORE TRUNCATE ON minutes_signature FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The chain of a body's school year. The log of the kindergarten holds its end.
CREATE TABLE minutes_link (
    org UUID NOT NULL,
    body TEXT NOT NULL,
    year INT NOT NULL,
    place INT NOT NULL CHECK (place >= 1),
    meeting UUID NOT NULL,
    number INT NOT NULL,
    addition INT NOT NULL,
    content TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting),
    UNIQUE (meeting, addition),
    PRIMARY KEY (org, body, year, place)
);
CREATE FUNCTION minutes_link_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ( SELECT 1 FROM minutes_link WHERE org = NEW.org AND body = NEW.body AND year = NEW.year AND place = NEW.place - 1 AND hash = NEW.prev ) THEN
        RAISE EXCEPTION 'minutes_chain' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_link_chained BEFORE INSERT ON minutes_link FOR EACH ROW
    WHEN (NEW.place > 1)
    EXECUTE FUNCTION minutes_link_chained();
CREATE TRIGGER minutes_link_fixed BEFORE UPDATE ON minutes_link FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_link_kept BEFORE DELETE ON minutes_link FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_link_no_truncate BEFORE TRUNCATE ON minutes_link FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The sealed files, each as it was given out first: after so many additions, in a language.
CREATE TABLE minutes_file (
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    additions INT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('kk', 'ru')),
    hash TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting),
    PRIMARY KEY (meeting, additions, lang)
);
CREATE TRIGGER minutes_file_fixed BEFORE UPDATE ON minutes_file FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_file_kept BEFORE DELETE ON minutes_file FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_file_no_truncate BEFORE TRUNCATE ON minutes_file FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Members' remarks and proposals on a draft.
CREATE TABLE remark (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    meeting UUID NOT NULL,
    author UUID NOT NULL,
    at BIGINT NOT NULL,
    section TEXT NOT NULL,
    item UUID,
    quote TEXT NOT NULL CHECK (length(quote) <= 4000),
    comment TEXT NOT NULL CHECK (length(comment) <= 4000),
    replacement TEXT CHECK (length(replacement) <= 4000),
    settled TEXT NOT NULL DEFAULT 'open' CHECK (settled IN ('open', 'accepted', 'declined', 'withdrawn')),
    settled_by UUID,
    settled_at BIGINT,
    FOREIGN KEY (org, meeting) REFERENCES minutes (org, meeting),
    FOREIGN KEY (org, author) REFERENCES person (org, id),
    FOREIGN KEY (org, settled_by) REFERENCES person (org, id),
    CHECK (comment <> '' OR replacement IS NOT NULL),
    CHECK ((settled = 'open') = (settled_by IS NULL) AND (settled = 'open') = (settled_at IS NULL))
);
CREATE INDEX remark_of_meeting ON remark (org, meeting, at);
CREATE TRIGGER remark_kept BEFORE DELETE ON remark FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER remark_no_truncate BEFORE TRUNCATE ON remark FOR EACH STATEMENT EXECUTE FUNCTION append_only();
