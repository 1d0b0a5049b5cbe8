-- Secret addresses under which a calendar program reads somebody's sessions, or those of a room.

CREATE TABLE feed (
    id BLOB PRIMARY KEY NOT NULL,
    org BLOB NOT NULL,
    person BLOB NOT NULL,
    room BLOB,
    lang TEXT NOT NULL,
    -- Of the secret only its hash is kept, as of a password.
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    FOREIGN KEY (org, person) REFERENCES person (org, id),
    FOREIGN KEY (org, room) REFERENCES room (org, id)
);
CREATE INDEX feed_person ON feed (person);
