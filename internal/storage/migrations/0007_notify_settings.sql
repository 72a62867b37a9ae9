-- +goose Up
-- Which channels a class of messages takes besides the inbox (business-rules 12.5). No row: mail, no text message.
CREATE TABLE notify_channels (
    account_id TEXT NOT NULL,
    class      BIGINT NOT NULL,
    mail       BOOLEAN NOT NULL,
    sms        BOOLEAN NOT NULL,
    PRIMARY KEY (account_id, class)
);

-- Who is told instead of the account itself. classes is a JSON list. user_id is a sub-user, who also gets it in the inbox;
-- otherwise email and phone say where.
CREATE TABLE notify_contacts (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    phone      TEXT NOT NULL,
    classes    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX notify_contacts_account ON notify_contacts (account_id, id);

-- Letters of a message that go elsewhere than to the account's own mail address: text messages, and mail to contacts.
CREATE TABLE notify_letters (
    message_id TEXT NOT NULL REFERENCES notify_messages (id),
    channel    TEXT NOT NULL, -- mail, sms
    address    TEXT NOT NULL,
    name       TEXT NOT NULL,
    lang       TEXT NOT NULL,
    state      TEXT NOT NULL, -- waiting, sent, failed
    error      TEXT NOT NULL,
    batch      TEXT NOT NULL,
    PRIMARY KEY (message_id, channel, address)
);
CREATE INDEX notify_letters_waiting ON notify_letters (batch) WHERE state = 'waiting';

-- Texts that operators wrote instead of the built-in ones; every version is kept, the latest counts. Empty title: back to
-- the built-in text.
CREATE TABLE notify_texts (
    event   TEXT NOT NULL,
    version BIGINT NOT NULL,
    texts   TEXT NOT NULL, -- JSON {"zh":{"title","body","sms"},"en":{…}}, or "" for the built-in ones
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (event, version)
);
