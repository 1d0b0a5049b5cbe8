-- Documents that families sign: the forms with every version of their text, one document for each guardian who signs,
-- the signatures, and the chain of what happened to each document.

CREATE TABLE form (
    id UUID PRIMARY KEY,
    org UUID NOT NULL REFERENCES organisation (id),
    title_kk TEXT NOT NULL,
    title_ru TEXT NOT NULL,
    -- The gate that it opens.
    opens TEXT CHECK (opens IN ('consent', 'contract')),
    signers TEXT NOT NULL CHECK (signers IN ('one', 'every')),
    -- The head signs, too.
    head BOOLEAN NOT NULL,
    term TEXT NOT NULL CHECK (term IN ('endless', 'school_year')),
    -- The latest of its texts.
    version INT NOT NULL CHECK (version >= 1),
    retired BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL,
    UNIQUE (org, id)
);

-- One form opens a gate.
CREATE UNIQUE INDEX form_gate ON form (org, opens) WHERE opens IS NOT NULL AND NOT retired;

CREATE TABLE form_text (
    org UUID NOT NULL,
    form UUID NOT NULL,
    version INT NOT NULL CHECK (version >= 1),
    kk TEXT NOT NULL,
    ru TEXT NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    FOREIGN KEY (org, form) REFERENCES form (org, id),
    PRIMARY KEY (form, version)
);

CREATE TABLE document (
    id UUID PRIMARY KEY,
    org UUID NOT NULL,
    form UUID NOT NULL,
    version INT NOT NULL,
    child UUID NOT NULL,
    -- The guardian who signs.
    signer UUID NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked'
        CHECK (state IN ('asked', 'awaits_head', 'signed', 'declined', 'recalled', 'withdrawn')),
    asked DATE NOT NULL,
    signed DATE,
    until DATE,
    ended DATE,
    -- Why it was declined, recalled or withdrawn.
    reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 2000),
    -- Of a form that is numbered, such as a contract.
    number TEXT NOT NULL DEFAULT '',
    -- When the signer was last reminded.
    reminded DATE,
    -- What was written into the blanks of that version of the form, as JSON; the exact texts that came of it, and the
    -- hash of both.
    facts TEXT,
    kk TEXT,
    ru TEXT,
    hash TEXT,
    -- By this it is found without saying whose it is.
    seal TEXT NOT NULL UNIQUE,
    -- Where its chain ends.
    proof_no BIGINT NOT NULL DEFAULT 0,
    proof_hash TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (org, form) REFERENCES form (org, id),
    FOREIGN KEY (form, version) REFERENCES form_text (form, version),
    FOREIGN KEY (org, child) REFERENCES child (org, id),
    FOREIGN KEY (org, signer) REFERENCES person (org, id),
    CONSTRAINT document_signed_whole CHECK (
        (state IN ('awaits_head', 'signed', 'withdrawn')) = (signed IS NOT NULL)
        AND (signed IS NULL) = (facts IS NULL) AND (signed IS NULL) = (kk IS NULL) AND (signed IS NULL) = (ru IS NULL) AND (signed IS NULL) = (hash IS NULL)
        AND (state IN ('declined', 'recalled', 'withdrawn')) = (ended IS NOT NULL)
        AND (until IS NULL OR signed IS NULL OR until >= signed)
    ),
    UNIQUE (org, id)
);

-- A guardian is asked once.
CREATE UNIQUE INDEX document_open ON document (form, child, signer) WHERE state IN ('asked', 'awaits_head');
CREATE INDEX document_of_child ON document (org, child, form);
CREATE INDEX document_of_signer ON document (org, signer);

-- What was signed is not changed, and no way leads back.
CREATE FUNCTION document_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.form <> NEW.form OR OLD.version <> NEW.version OR OLD.child <> NEW.child OR OLD.signer <> NEW.signer
        OR OLD.seal <> NEW.seal OR OLD.number <> NEW.number OR OLD.org <> NEW.org
        OR (OLD.hash IS NOT NULL AND (OLD.kk, OLD.ru, OLD.hash, OLD.signed, OLD.facts, OLD.until)
            IS DISTINCT FROM (NEW.kk, NEW.ru, NEW.hash, NEW.signed, NEW.facts, NEW.until)) THEN
        RAISE EXCEPTION 'document_signed' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state AND NOT (
        (OLD.state = 'asked' AND NEW.state IN ('awaits_head', 'signed', 'declined', 'recalled'))
        OR (OLD.state = 'awaits_head' AND NEW.state IN ('signed', 'withdrawn'))
        OR (OLD.state = 'signed' AND NEW.state = 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'document_way' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_guarded BEFORE UPDATE ON document FOR EACH ROW EXECUTE FUNCTION document_guard();
CREATE TRIGGER document_kept BEFORE DELETE ON document FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE signature (
    org UUID NOT NULL,
    document UUID NOT NULL,
    -- Which of its blanks.
    side TEXT NOT NULL CHECK (side IN ('signature', 'head_signature')),
    person UUID NOT NULL,
    route TEXT NOT NULL CHECK (route IN ('drawn', 'typed', 'paper', 'eds')),
    at BIGINT NOT NULL,
    -- The name as it was typed.
    name TEXT,
    -- What was drawn, as a JSON list of strokes.
    strokes TEXT,
    -- Before whom it was signed on paper, and the pictures of it.
    witness UUID,
    -- The detached signature, and what was read from it, as JSON.
    cms BYTEA,
    cms_says TEXT,
    -- The hash of the text that was signed.
    hash TEXT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, witness) REFERENCES person (org, id),
    CONSTRAINT signature_whole CHECK (
        (route = 'drawn') = (strokes IS NOT NULL) AND (route = 'typed') = (name IS NOT NULL)
        AND (route = 'paper') = (witness IS NOT NULL) AND (route = 'eds') = (cms IS NOT NULL)
    ),
    PRIMARY KEY (document, side)
);

CREATE TABLE scan (
    org UUID NOT NULL,
    document UUID NOT NULL,
    no INT NOT NULL CHECK (no BETWEEN 1 AND 4),
    kind TEXT NOT NULL CHECK (kind IN ('image/jpeg', 'image/png')),
    bytes BYTEA NOT NULL CHECK (length(bytes) <= 8388608),
    hash TEXT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    PRIMARY KEY (document, no)
);

CREATE TABLE proof (
    org UUID NOT NULL,
    document UUID NOT NULL,
    no BIGINT NOT NULL,
    step TEXT NOT NULL,
    at BIGINT NOT NULL,
    person UUID,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    detail TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    PRIMARY KEY (document, no)
);

-- Each line follows the one before; the document knows the last.
CREATE FUNCTION proof_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE document SET proof_no = NEW.no, proof_hash = NEW.hash
        WHERE id = NEW.document AND org = NEW.org AND proof_no = NEW.no - 1 AND proof_hash = NEW.prev;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'proof_chain' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER proof_linked AFTER INSERT ON proof FOR EACH ROW EXECUTE FUNCTION proof_link();

-- The sealed files, each as it was given out first.
CREATE TABLE sealed (
    org UUID NOT NULL,
    document UUID NOT NULL,
    -- After which line of the chain it was made.
    proof_no BIGINT NOT NULL,
    hash TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    PRIMARY KEY (document, proof_no)
);
CREATE INDEX sealed_by_hash ON sealed (hash);

CREATE TRIGGER form_text_append_only BEFORE UPDATE OR DELETE ON form_text FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER form_text_no_truncate BEFORE TRUNCATE ON form_text FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER signature_append_only BEFORE UPDATE OR DELETE ON signature FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER signature_no_truncate BEFORE TRUNCATE ON signature FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE ON scan FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER scan_no_truncate BEFORE TRUNCATE ON scan FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER proof_append_only BEFORE UPDATE OR DELETE ON proof FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER proof_no_truncate BEFORE TRUNCATE ON proof FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER sealed_append_only BEFORE UPDATE OR DELETE ON sealed FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER sealed_no_truncate BEFORE TRUNCATE ON sealed FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Until when what the child's papers say holds; without a day, without an end.
ALTER TABLE child ADD COLUMN consent_until DATE;
ALTER TABLE child ADD COLUMN contract_until DATE;
