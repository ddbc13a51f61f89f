import type { Subject } from './subject.ts'

/** A bare client beside a bare client: what it shows as added is the noise of the measurement. */
export const bare: Subject = {
  name: 'bare (A/A)',
  setUp: () => Promise.resolve({ trace: (client) => client, spans: { ended: 0 } }),
}
