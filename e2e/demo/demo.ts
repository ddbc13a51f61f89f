import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startAzureIngestion, type AzureIngestion } from '../../packages/collector/test/azure-ingestion.ts'

const START = fileURLToPath(new URL('../../demo/start.ts', import.meta.url))

/** The whole demo as `pnpm demo` starts it, with a stand-in of Azure Monitor behind it. */
export interface Demo {
  url: string
  /** What arrived at Azure Monitor. */
  azure: AzureIngestion
  stop(): Promise<void>
}

/** @param speed - How much faster than a real model the stand-in of the OpenAI API answers. */
export async function startDemo(speed: number): Promise<Demo> {
  const azure = await startAzureIngestion()
  const {
    OPENAI_API_KEY: _key,
    AZURE_OPENAI_ENDPOINT: _endpoint,
    AZURE_AI_PROJECT_ENDPOINT: _project,
    ...environment
  } = process.env
  const child = spawn(process.execPath, ['--conditions=@spanlit/source', START, '--port', '0'], {
    env: {
      ...environment,
      NODE_OPTIONS: '',
      DEMO_SPEED: String(speed),
      DEMO_WATCH: '0',
      APPLICATIONINSIGHTS_CONNECTION_STRING: azure.connectionString,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let output = ''
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exited
    await azure.close()
  }
  try {
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (): void => reject(new Error(`The demo did not start:\n${output}`))
      const timer = setTimeout(fail, 45_000)
      void exited.then(fail)
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
          const found = /Spanlit demo {2}(http:\S+)[\s\S]*Ctrl-C/.exec(output)?.[1]
          if (!found) return
          clearTimeout(timer)
          resolve(found)
        })
      }
    })
    return { url, azure, stop }
  } catch (error) {
    child.kill('SIGKILL')
    await azure.close()
    throw error
  }
}
