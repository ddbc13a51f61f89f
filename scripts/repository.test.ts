import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './build.ts'

const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')

test('the lock file and the documents name no package registry, so that they hold behind any mirror', () => {
  const host = /\bregistry\.[a-z0-9-]+\.[a-z]+|^\s+tarball:/m
  const files = tracked.filter((file) => file.endsWith('.md') || file === 'pnpm-lock.yaml')
  expect(files.length).toBeGreaterThan(1)
  expect(files.filter((file) => host.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([])
})

test('the OpenTelemetry SDK is in the lock file once: two copies would not know each other’s spans', () => {
  const lock = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8')
  const versions = new Map<string, Set<string>>()
  for (const [, name = '', version = ''] of lock.matchAll(/^ {2}'(@opentelemetry\/[a-z-]+)@([\d.]+)(?:\(.*)?':$/gm)) {
    versions.set(name, (versions.get(name) ?? new Set()).add(version))
  }
  expect(versions.size).toBeGreaterThan(5)
  const ours = ['core', 'resources', 'sdk-trace', 'sdk-trace-base'].map((name) => `@opentelemetry/${name}`)
  expect(ours.map((name) => [name, versions.get(name)?.size])).toEqual(ours.map((name) => [name, 1]))
})
