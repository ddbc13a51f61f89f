/** A page of the handbook. */
export interface Page {
  title: string
  text: string
}

/** The handbook of a lighthouse: what the assistant can look things up in. */
const HANDBOOK: readonly Page[] = Object.entries({
  'The lamp':
    'The lamp is an LED array of 250 W behind the old Fresnel lens. It burns from dusk to dawn, in November for 15 hours. The light is white and flashes twice every 15 seconds.',
  'The tower':
    'The tower was built in 1887 and is 34 m tall. The lamp stands 41 m above mean high water, which is the height that counts for its range. 198 steps lead up to the gallery.',
  Electricity:
    'Power comes from the mainland by an undersea cable. The tariff is 0.29 EUR a kWh, day and night. The meter hangs in the oil store.',
  'The generator':
    'If the mains fail, the diesel generator starts by itself within 20 seconds. With lamp and radio it uses 3.2 L/h. The fuel tank holds 480 L and is checked on the first of the month.',
  'The fog signal':
    'The fog signal sounds when visibility falls below 2 nautical miles: one blast of 3 seconds every 30 seconds. The keeper can also start it by hand from the watch room.',
  'The supply boat':
    'The supply boat comes on Tuesdays at 10:00 when the swell is below 1.5 m. Orders go by radio, channel 12, until Monday noon. In winter the crane is used, not the steps.',
  Visitors:
    'Visitors may climb the tower from May to September, between 11:00 and 16:00, at most 8 at a time. Dogs wait at the landing.',
}).map(([title, text]) => ({ title, text }))

/** The two pages that share the most words with a query. A word of the title counts twice. */
export function search(query: string): Page[] {
  const words = new Set(wordsOf(query))
  const scoreOf = ({ title, text }: Page): number =>
    [...wordsOf(title), ...new Set(wordsOf(`${title} ${text}`))].filter((word) => words.has(word)).length
  return HANDBOOK.filter((page) => scoreOf(page) > 0)
    .toSorted((one, other) => scoreOf(other) - scoreOf(one))
    .slice(0, 2)
}

/** Words of some length, cut so that `burns` and `burning` are the same. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 4))
}
