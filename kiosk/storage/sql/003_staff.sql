-- Who may see what, and what staff did.

CREATE TABLE user (
  user_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT, WITHOUT ROWID;

-- The cookie holds a token; only its digest is here, so a copy of the file opens no session.
CREATE TABLE session (
  token_digest TEXT PRIMARY KEY,
  user_id TEXT REFERENCES user,
  data TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_failure (
  user_id TEXT NOT NULL,
  failed_at TEXT NOT NULL,
  failure_id TEXT NOT NULL,
  PRIMARY KEY (user_id, failed_at, failure_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  audit_id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_time ON audit (at);
