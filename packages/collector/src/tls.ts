import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { checkNames } from './check-options.ts'
import { CollectorError } from './errors.ts'

/** Files in PEM format for HTTPS. They are read again when they change. */
export interface TlsOptions {
  /** The certificate, with the intermediate ones after it. */
  certFile: string
  /** Its private key. */
  keyFile: string
  /** Certificates of those whose clients may connect; then a client must show one (mutual TLS). */
  clientCaFile?: string
}

export interface TlsMaterial {
  cert: string
  key: string
  ca?: string
  requestCert?: boolean
  rejectUnauthorized?: boolean
}

/** How often the files are looked at: certificates are renewed days before they end. */
const lookEveryMs = 30_000

/** @throws CollectorError where a file can't be read, or certificate and key are no pair */
export function readTls(options: TlsOptions): TlsMaterial {
  checkNames('tls', options, ['certFile', 'keyFile', 'clientCaFile'])
  const { certFile, keyFile, clientCaFile } = options
  const material: TlsMaterial = {
    cert: read('certFile', certFile),
    key: read('keyFile', keyFile),
    ...(clientCaFile !== undefined && {
      ca: read('clientCaFile', clientCaFile),
      requestCert: true,
      rejectUnauthorized: true,
    }),
  }
  try {
    createSecureContext(material)
  } catch (error) {
    throw new CollectorError(`tls: ${certFile} and ${keyFile} can't be used: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return material
}

function read(name: string, path: string | undefined): string {
  if (typeof path !== 'string' || path === '') throw new CollectorError(`tls.${name} is missing; HTTPS needs it`)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CollectorError(`tls.${name} can't be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Calls `renew` with new material whenever the files have changed, until the function that is returned is called. */
export function watchTls(
  options: TlsOptions,
  renew: (material: TlsMaterial) => void,
  onFault: (message: string) => void,
): () => void {
  let version = versionOf(options)
  const timer = setInterval(() => {
    const now = versionOf(options)
    if (now === version) return
    version = now
    try {
      renew(readTls(options))
    } catch (error) {
      onFault(`The certificate was not renewed; the one before stays in use: ${(error as Error).message}`)
    }
  }, lookEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

function versionOf({ certFile, keyFile, clientCaFile }: TlsOptions): string {
  return [certFile, keyFile, clientCaFile]
    .map((path) => (path === undefined ? '' : String(statSync(path, { throwIfNoEntry: false })?.mtimeMs)))
    .join(' ')
}
