-- Documents that families sign: the forms with every version of their text, one document for each guardian who signs,
-- the signatures, and the chain of what happened to each document.

CREATE TABLE form (
    id BLOB PRIMARY KEY NOT NULL,
    org BLOB NOT NULL REFERENCES organisation (id),
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
    org BLOB NOT NULL,
    form BLOB NOT NULL,
    version INT NOT NULL CHECK (version >= 1),
    kk TEXT NOT NULL,
    ru TEXT NOT NULL,
    made_by BLOB,
    made_at BIGINT NOT NULL,
    FOREIGN KEY (org, form) REFERENCES form (org, id),
    PRIMARY KEY (form, version)
);

CREATE TABLE document (
    id BLOB PRIMARY KEY NOT NULL,
    org BLOB NOT NULL,
    form BLOB NOT NULL,
    version INT NOT NULL,
    child BLOB NOT NULL,
    -- The guardian who signs.
    signer BLOB NOT NULL,
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
CREATE TRIGGER document_signed_stays BEFORE UPDATE ON document
    WHEN OLD.hash IS NOT NULL AND (
        OLD.kk IS NOT NEW.kk OR OLD.ru IS NOT NEW.ru OR OLD.hash IS NOT NEW.hash OR OLD.signed IS NOT NEW.signed
        OR OLD.facts IS NOT NEW.facts OR OLD.until IS NOT NEW.until
    )
BEGIN
    SELECT RAISE(ABORT, 'document_signed');
END;
CREATE TRIGGER document_stays_itself BEFORE UPDATE ON document
    WHEN OLD.form <> NEW.form OR OLD.version <> NEW.version OR OLD.child <> NEW.child OR OLD.signer <> NEW.signer
        OR OLD.seal <> NEW.seal OR OLD.number <> NEW.number OR OLD.org <> NEW.org
BEGIN
    SELECT RAISE(ABORT, 'document_signed');
END;
CREATE TRIGGER document_way BEFORE UPDATE OF state ON document
    WHEN OLD.state <> NEW.state AND NOT (
        (OLD.state = 'asked' AND NEW.state IN ('awaits_head', 'signed', 'declined', 'recalled'))
        OR (OLD.state = 'awaits_head' AND NEW.state IN ('signed', 'withdrawn'))
        OR (OLD.state = 'signed' AND NEW.state = 'withdrawn')
    )
BEGIN
    SELECT RAISE(ABORT, 'document_way');
END;
CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'append_only'); END;

CREATE TABLE signature (
    org BLOB NOT NULL,
    document BLOB NOT NULL,
    -- Which of its blanks.
    side TEXT NOT NULL CHECK (side IN ('signature', 'head_signature')),
    person BLOB NOT NULL,
    route TEXT NOT NULL CHECK (route IN ('drawn', 'typed', 'paper', 'eds')),
    at BIGINT NOT NULL,
    -- The name as it was typed.
    name TEXT,
    -- What was drawn, as a JSON list of strokes.
    strokes TEXT,
    -- Before whom it was signed on paper, and the pictures of it.
    witness BLOB,
    -- The detached signature, and what was read from it, as JSON.
    cms BLOB,
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
    org BLOB NOT NULL,
    document BLOB NOT NULL,
    no INT NOT NULL CHECK (no BETWEEN 1 AND 4),
    kind TEXT NOT NULL CHECK (kind IN ('image/jpeg', 'image/png')),
    bytes BLOB NOT NULL CHECK (length(bytes) <= 8388608),
    hash TEXT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    PRIMARY KEY (document, no)
);

CREATE TABLE proof (
    org BLOB NOT NULL,
    document BLOB NOT NULL,
    no BIGINT NOT NULL,
    step TEXT NOT NULL,
    at BIGINT NOT NULL,
    person BLOB,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    detail TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    PRIMARY KEY (document, no)
);

-- Each line follows the one before; the document knows the last.
CREATE TRIGGER proof_chained BEFORE INSERT ON proof
BEGIN
    SELECT RAISE(ABORT, 'proof_chain') WHERE NOT EXISTS (
        SELECT 1 FROM document
        WHERE id = NEW.document AND org = NEW.org AND proof_no = NEW.no - 1 AND proof_hash = NEW.prev
    );
END;
CREATE TRIGGER proof_linked AFTER INSERT ON proof
BEGIN
    UPDATE document SET proof_no = NEW.no, proof_hash = NEW.hash WHERE id = NEW.document;
END;

-- The sealed files, each as it was given out first.
CREATE TABLE sealed (
    org BLOB NOT NULL,
    document BLOB NOT NULL,
    -- After which line of the chain it was made.
    proof_no BIGINT NOT NULL,
    hash TEXT NOT NULL,
    bytes BLOB NOT NULL,
    made_at BIGINT NOT NULL,
    FOREIGN KEY (org, document) REFERENCES document (org, id),
    PRIMARY KEY (document, proof_no)
);
CREATE INDEX sealed_by_hash ON sealed (hash);

CREATE TRIGGER form_text_fixed BEFORE UPDATE ON form_text BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER form_text_kept BEFORE DELETE ON form_text BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER signature_fixed BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER signature_kept BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER scan_fixed BEFORE UPDATE ON scan BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER scan_kept BEFORE DELETE ON scan BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER proof_fixed BEFORE UPDATE ON proof BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER proof_kept BEFORE DELETE ON proof BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER sealed_fixed BEFORE UPDATE ON sealed BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER sealed_kept BEFORE DELETE ON sealed BEGIN SELECT RAISE(ABORT, 'append_only'); END;

-- Until when what the child's papers say holds; without a day, without an end.
ALTER TABLE child ADD COLUMN consent_until DATE;
ALTER TABLE child ADD COLUMN contract_until DATE;
