import { parseArgs } from 'node:util'
import { CollectorError } from '../errors.ts'
import { DeadLetters, type DeadLetter } from '../export/dead-letters.ts'
import { decodeRequest } from '../otlp/protobuf.ts'
import { Fault } from '../otlp/fault.ts'
import { readRequest } from '../otlp/request.ts'
import { itemsOf } from '../otlp/signal.ts'

const help = `Batches that a destination has refused for good, or that could not be sent for too long.

Usage: spanlit-collector dead-letters <command> --queue-directory <path>

  list                 Print all: number, destination, content, age, and why they were set aside
  show <number>        Print what is in one, as JSON
  send <number ...>    Send them again; --all for all. A collector that runs on the directory does so within a second
  delete <number ...>  Delete them; --all for all

  --queue-directory <path>  The collector's queue. Default: the environment variable SPANLIT_QUEUE_DIRECTORY
  --json                    list: print JSON, one object a line
`

/** `spanlit-collector dead-letters …`. Returns what is to be printed. */
export function runDeadLetters(parameters: string[], environment: NodeJS.ProcessEnv): string {
  const { values, positionals } = readParameters(parameters)
  const [command, ...numbers] = positionals
  if (values.help || command === undefined) return help
  const directory = values['queue-directory'] ?? environment['SPANLIT_QUEUE_DIRECTORY']
  if (!directory)
    throw new CollectorError('dead-letters needs --queue-directory <path>, the directory of the collector')
  const letters = new DeadLetters(directory)
  try {
    switch (command) {
      case 'list':
        return list(letters.list(), values.json)
      case 'show':
        return numbers.map((text) => show(letters, readNumber(text))).join('')
      case 'send':
        return inWords('Sent again', letters.sendAgain(idsOf(letters, numbers, values.all)))
      case 'delete':
        return inWords('Deleted', letters.delete(idsOf(letters, numbers, values.all)))
      default:
        throw new CollectorError(`dead-letters has no command "${command}"; it has list, show, send and delete`)
    }
  } finally {
    letters.close()
  }
}

function readParameters(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        'queue-directory': { type: 'string' },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new CollectorError((error as Error).message.split('. To specify')[0] ?? '')
  }
}

function idsOf(letters: DeadLetters, numbers: readonly string[], isAll: boolean): number[] {
  if (isAll) return letters.list().map(({ id }) => id)
  if (numbers.length === 0) throw new CollectorError('Give the numbers of dead letters, or --all')
  return numbers.map(readNumber)
}

function readNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new CollectorError(`"${text}" is no number of a dead letter; see dead-letters list`)
  return Number(text)
}

function list(letters: readonly DeadLetter[], isJson: boolean): string {
  if (isJson) return letters.map((letter) => `${JSON.stringify(letter)}\n`).join('')
  if (letters.length === 0) return 'There are no dead letters\n'
  return letters
    .map(
      ({ id, destination, signal, items, bytes, received, attempts, cause }) =>
        `${id}  ${destination}  ${items} ${itemsOf[signal]} (${bytes} bytes) of ${new Date(received).toISOString()}, ` +
        `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${cause}\n`,
    )
    .join('')
}

/** The content, as OTLP/JSON; what Azure Monitor has refused of a batch as its JSON lines. */
function show(letters: DeadLetters, id: number): string {
  const { bytes, contentType, ...letter } = letters.read(id)
  if (contentType === 'application/x-json-stream') return Buffer.from(bytes).toString()
  const read = readRequest(letter.signal, decodeRequest(letter.signal, bytes))
  if (read instanceof Fault) throw new CollectorError(`Dead letter ${id} can't be read: ${read.message}`)
  return `${JSON.stringify(read.data, null, 2)}\n`
}

function inWords(what: string, count: number): string {
  return `${what}: ${count} ${count === 1 ? 'dead letter' : 'dead letters'}\n`
}
