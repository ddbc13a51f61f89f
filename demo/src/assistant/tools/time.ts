/** Date and time of a time zone, for a model to read. */
export function timeIn(timeZone: string, now: Date): { time_zone: string; local_time: string; iso: string } {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone })
  } catch {
    throw new Error(`“${timeZone}” is no time zone; use an IANA name such as Europe/Oslo.`)
  }
  return { time_zone: timeZone, local_time: format.format(now), iso: now.toISOString() }
}
