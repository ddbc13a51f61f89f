/** A narrow space that does not break: it groups digits and stands before units. */
const THIN = '\u202f'

/** @param milliseconds a length of time */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return `0${THIN}ms`
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)}${THIN}µs`
  if (milliseconds < 100) return `${trimmed(milliseconds, milliseconds < 10 ? 1 : 0)}${THIN}ms`
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(2)}${THIN}s`
  if (seconds < 60) return `${seconds.toFixed(1)}${THIN}s`
  return seconds < 3600 ? inTwoUnits(seconds, 'm', 's') : inTwoUnits(seconds / 60, 'h', 'm')
}

/** @param small how many of the small unit, of which sixty are one of the large */
function inTwoUnits(small: number, large: string, unit: string): string {
  return `${Math.floor(small / 60)}${THIN}${large} ${String(Math.floor(small % 60)).padStart(2, '0')}${THIN}${unit}`
}

/** A length of time without its fractions: whole seconds, or minutes. */
export function formatIdle(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 100 ? `${seconds}${THIN}s` : `${Math.round(seconds / 60)}${THIN}min`
}

/** A length of time that still grows: coarse, so that it does not flicker. */
export function formatRunning(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  return seconds < 60 ? `${seconds.toFixed(1)}${THIN}s` : formatDuration(milliseconds)
}

export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, THIN)
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}${THIN}B`
  if (bytes < 1024 * 1024) return `${trimmed(bytes / 1024, 1)}${THIN}KB`
  return `${trimmed(bytes / 1024 / 1024, 1)}${THIN}MB`
}

export function formatShare(share: number): string {
  return share > 0 && share < 0.01 ? `<1${THIN}%` : `${Math.round(share * 100)}${THIN}%`
}

export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** The time of day with milliseconds, in the reader's own zone. */
export function formatTimeOfDay(milliseconds: number): string {
  const date = new Date(milliseconds)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'))
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** The time of day to the second, with the date where that is not today's, and the year where it is another. */
export function formatWhen(milliseconds: number, now: number): string {
  const [date, today] = [new Date(milliseconds), new Date(now)]
  const time = formatTimeOfDay(milliseconds).slice(0, 8)
  if (date.toDateString() === today.toDateString()) return time
  const year = date.getFullYear() === today.getFullYear() ? '' : ` ${date.getFullYear()}`
  return `${date.getDate()} ${MONTHS[date.getMonth()]}${year}, ${time.slice(0, 5)}`
}

/** The first words of a text that may be Markdown, without its marks. */
export function firstPlainWords(text: string, length: number): string {
  const plain = text
    .slice(0, length * 6)
    .replaceAll(/^\s*(?:#{1,6}|[-*+]|\d+\.|>|```\w*)\s+/gm, '')
    .replaceAll(/^[\s|:-]*-{3}[\s|:-]*$/gm, ' ')
    .replaceAll(/\*\*|__|`+/g, '')
    .replaceAll(/\s*\|\s*/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return firstWords(plain, length) || firstWords(text, length)
}

/** Cuts text to what fits in a line, at a word where one is near. */
export function firstWords(text: string, length: number): string {
  const line = text
    .slice(0, length * 4)
    .trim()
    .replaceAll(/\s+/g, ' ')
  if (line.length <= length) return line
  const cut = line.lastIndexOf(' ', length)
  return `${line.slice(0, cut > length * 0.6 ? cut : length)}…`
}

function trimmed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, '')
}
