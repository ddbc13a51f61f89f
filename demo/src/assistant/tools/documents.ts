/** A page of the handbook. */
export interface HandbookPage {
  id: string
  title: string
  text: string
}

/** The handbook of a lighthouse: what the assistant can look things up in. */
export const HANDBOOK: readonly HandbookPage[] = [
  {
    id: 'lamp',
    title: 'The lamp',
    text: 'The lamp is an LED array of 250 W behind the old Fresnel lens. It burns from dusk to dawn, in November for 15 hours. The light is white and flashes twice every 15 seconds.',
  },
  {
    id: 'tower',
    title: 'The tower',
    text: 'The tower was built in 1887 and is 34 m tall. The lamp stands 41 m above mean high water, which is the height that counts for its range. 198 steps lead up to the gallery.',
  },
  {
    id: 'electricity',
    title: 'Electricity',
    text: 'Power comes from the mainland by an undersea cable. The tariff is 0.29 EUR a kWh, day and night. The meter hangs in the oil store.',
  },
  {
    id: 'generator',
    title: 'The generator',
    text: 'If the mains fail, the diesel generator starts by itself within 20 seconds. With lamp and radio it uses 3.2 L/h. The fuel tank holds 480 L and is checked on the first of the month.',
  },
  {
    id: 'fog',
    title: 'The fog signal',
    text: 'The fog signal sounds when visibility falls below 2 nautical miles: one blast of 3 seconds every 30 seconds. A sensor on the gallery starts it; the keeper can start it by hand from the watch room.',
  },
  {
    id: 'water',
    title: 'Water',
    text: 'Rain from the roofs runs into a cistern of 18,000 L. Three people use about 210 L a day. Boil it before drinking when the lamp on the filter is red.',
  },
  {
    id: 'boat',
    title: 'The supply boat',
    text: 'The supply boat comes on Tuesdays at 10:00 when the swell is below 1.5 m. Orders go by radio, channel 12, until Monday noon. In winter the crane is used, not the steps.',
  },
  {
    id: 'visitors',
    title: 'Visitors',
    text: 'Visitors may climb the tower from May to September, between 11:00 and 16:00, at most 8 at a time. Dogs wait at the landing. Nobody goes out on the gallery when the wind is above 15 m/s.',
  },
  {
    id: 'birds',
    title: 'Birds',
    text: 'On nights of heavy migration the gallery lights are switched off, never the lamp itself. Ringed birds are noted in the green book. The colony of kittiwakes on the north face counts 340 pairs.',
  },
]
