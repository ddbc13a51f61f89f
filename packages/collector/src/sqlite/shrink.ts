import type { DatabaseSync } from 'node:sqlite'

/** 32 MB stay for the next outage, and 8 MB at once go back to the disk. */
const [freePages, pagesAtOnce] = [4096, 1024] as const

/** Gives some of the pages that an outage has filled back to the disk. To be called outside a transaction, when there is little to do. */
export function shrink(database: DatabaseSync): void {
  if (!database.isOpen) return
  const { freelist_count: free } = database.prepare('PRAGMA freelist_count').get() as { freelist_count: number }
  if (free <= freePages) return
  // The file becomes shorter when the log has been written into it. Where another process is at work, it is done another time.
  try {
    database.exec(`PRAGMA incremental_vacuum(${pagesAtOnce}); PRAGMA wal_checkpoint(TRUNCATE)`)
  } catch {
    return
  }
}
