import { expect, it } from 'vitest'

import { search } from './search.ts'

it.each([
  ['height of the lamp above the sea', 'tower'],
  ['diesel generator consumption and fuel tank', 'generator'],
  ['electricity tariff', 'electricity'],
  ['When may visitors climb the tower?', 'visitors'],
  ['water cistern and use a day', 'water'],
  ['when does the supply boat come', 'boat'],
])('finds the page for “%s”', (query, id) => {
  expect(search(query).map((page) => page.id)).toContain(id)
})

it('finds nothing where no word fits', () => {
  expect(search('quantum chromodynamics')).toEqual([])
})
