/** The schema of the queue's database, one script for each version. */
export const queueMigrations: readonly string[] = [
  `
  -- Identities are hashed: a connection string holds a key. Sums are kept by triggers, for they are asked for with each request.
  CREATE TABLE destination (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    batches INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0,
    dead_bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- The processes that claim batches. Times are those of the machine's own clock, which counts from its start.
  CREATE TABLE process (
    id TEXT PRIMARY KEY,
    machine TEXT NOT NULL,
    namespace TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started TEXT NOT NULL,
    alive_until REAL NOT NULL
  ) STRICT;

  CREATE TABLE batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    signal TEXT NOT NULL,
    content_type TEXT NOT NULL,
    items INTEGER NOT NULL,
    via TEXT,
    body BLOB NOT NULL
  ) STRICT;

  -- One row for each destination that a batch still has to reach.
  CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL REFERENCES batch(id),
    destination INTEGER NOT NULL REFERENCES destination(id),
    signal TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    since REAL NOT NULL,
    next_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    blamed INTEGER NOT NULL DEFAULT 0,
    cause TEXT,
    claimed_by TEXT,
    dead_at REAL
  ) STRICT;

  CREATE INDEX delivery_due ON delivery(destination, signal, next_at) WHERE claimed_by IS NULL AND dead_at IS NULL;
  CREATE INDEX delivery_claimed ON delivery(claimed_by) WHERE claimed_by IS NOT NULL;
  CREATE INDEX delivery_dead ON delivery(destination, dead_at) WHERE dead_at IS NOT NULL;
  CREATE INDEX delivery_batch ON delivery(batch);

  CREATE TRIGGER delivery_in AFTER INSERT ON delivery BEGIN
    UPDATE destination SET
      batches = batches + (new.dead_at IS NULL),
      bytes = bytes + iif(new.dead_at IS NULL, new.bytes, 0),
      dead = dead + (new.dead_at IS NOT NULL),
      dead_bytes = dead_bytes + iif(new.dead_at IS NULL, 0, new.bytes)
    WHERE id = new.destination;
  END;

  CREATE TRIGGER delivery_out AFTER DELETE ON delivery BEGIN
    UPDATE destination SET
      batches = batches - (old.dead_at IS NULL),
      bytes = bytes - iif(old.dead_at IS NULL, old.bytes, 0),
      dead = dead - (old.dead_at IS NOT NULL),
      dead_bytes = dead_bytes - iif(old.dead_at IS NULL, 0, old.bytes)
    WHERE id = old.destination;
    DELETE FROM batch WHERE id = old.batch AND NOT EXISTS (SELECT 1 FROM delivery WHERE batch = old.batch);
  END;

  CREATE TRIGGER delivery_dies AFTER UPDATE OF dead_at ON delivery
  WHEN (old.dead_at IS NULL) <> (new.dead_at IS NULL) BEGIN
    UPDATE destination SET
      batches = batches + iif(new.dead_at IS NULL, 1, -1),
      bytes = bytes + iif(new.dead_at IS NULL, new.bytes, -new.bytes),
      dead = dead + iif(new.dead_at IS NULL, -1, 1),
      dead_bytes = dead_bytes + iif(new.dead_at IS NULL, -new.bytes, new.bytes)
    WHERE id = new.destination;
  END;
  `,
]
