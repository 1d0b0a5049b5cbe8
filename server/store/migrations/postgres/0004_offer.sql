-- A place that has become free is offered to those who wait, to one family at a time, until a certain time.

ALTER TABLE waiting ADD COLUMN offered_at BIGINT;
ALTER TABLE waiting ADD COLUMN offer_until BIGINT
    CONSTRAINT waiting_offer CHECK ((offered_at IS NULL) = (offer_until IS NULL));
-- How the last offer ended with which nobody took the place.
ALTER TABLE waiting ADD COLUMN ended TEXT
    CONSTRAINT waiting_ended CHECK (ended IS NULL OR (ended IN ('lapsed', 'filled') AND offer_until IS NULL));
CREATE UNIQUE INDEX waiting_offer_once ON waiting (session) WHERE offer_until IS NOT NULL;
