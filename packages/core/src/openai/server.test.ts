import { AzureOpenAI } from 'openai'
import { describe, expect, it } from 'vitest'
import { settings } from '../settings.ts'
import { stateOf } from './client-state.ts'
import { describeServer, mayPropagate } from './server.ts'

describe('the server of a client', () => {
  it.each([
    ['https://api.openai.com/v1', 'openai', 'api.openai.com', 443],
    ['https://my.openai.azure.com/openai/v1/', 'azure.ai.openai', 'my.openai.azure.com', 443],
    ['https://my.cognitiveservices.azure.com/openai', 'azure.ai.openai', 'my.cognitiveservices.azure.com', 443],
    ['https://my.services.ai.azure.com/api/projects/p/openai/v1', 'azure.ai.openai', 'my.services.ai.azure.com', 443],
    ['https://my.models.ai.azure.com', 'azure.ai.inference', 'my.models.ai.azure.com', 443],
    ['https://api.deepseek.com', 'deepseek', 'api.deepseek.com', 443],
    ['https://api.groq.com/openai/v1', 'groq', 'api.groq.com', 443],
    ['https://api.mistral.ai/v1', 'mistral_ai', 'api.mistral.ai', 443],
    ['https://api.x.ai/v1', 'x_ai', 'api.x.ai', 443],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai/',
      'gcp.gemini',
      'generativelanguage.googleapis.com',
      443,
    ],
    ['https://us-south.ml.cloud.ibm.com/ml/v1', 'ibm.watsonx.ai', 'us-south.ml.cloud.ibm.com', 443],
    // A host that only looks like one of them.
    ['https://evilx.ai.example/v1', 'openai', 'evilx.ai.example', 443],
    ['http://localhost:11434/v1', 'openai', 'localhost', 11434],
    ['http://gateway/v1', 'openai', 'gateway', 80],
    ['http://[::1]:8080/v1', 'openai', '::1', 8080],
    [
      'https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1',
      'aws.bedrock',
      'bedrock-runtime.us-east-1.amazonaws.com',
      443,
    ],
    [
      'https://bedrock-runtime-fips.us-east-1.amazonaws.com/openai/v1',
      'aws.bedrock',
      'bedrock-runtime-fips.us-east-1.amazonaws.com',
      443,
    ],
    ['https://bedrock-mantle.us-east-1.api.aws/v1', 'aws.bedrock', 'bedrock-mantle.us-east-1.api.aws', 443],
  ])('at %s is of %s', (baseURL, provider, address, port) => {
    const attributes = describeServer({ baseURL })
    expect(attributes).toMatchObject({
      'gen_ai.provider.name': provider,
      'server.address': address,
      'server.port': port,
    })
    const isAzure = provider.startsWith('azure.')
    expect(attributes['azure.resource_provider.namespace']).toBe(isAzure ? 'Microsoft.CognitiveServices' : undefined)
  })

  it('is looked at again when the base URL changes', () => {
    const client = { baseURL: 'https://api.openai.com/v1' }
    const provider = (): unknown => stateOf(client).identity('chat', undefined)['gen_ai.provider.name']
    expect(provider()).toBe('openai')
    client.baseURL = 'https://api.groq.com/openai/v1'
    expect(provider()).toBe('groq')
  })

  it('has a provider even where its base URL is none', () => {
    expect(describeServer({ baseURL: 'http://[' })).toEqual({ 'gen_ai.provider.name': 'openai' })
    expect(describeServer({})['gen_ai.provider.name']).toBe('openai')
  })
})

describe('an instrumented fetch leaves alone', () => {
  const ignored = (url: string): boolean => settings.ownUrls.some((pattern) => pattern.test(url))

  it('the requests that have spans already, and no others', () => {
    describeServer({ baseURL: 'https://app.example/api/' })
    expect(ignored('https://app.example/api/chat/completions')).toBe(true)
    expect(ignored('https://app.example/api/responses/resp_1?stream=true')).toBe(true)
    expect(ignored('https://app.example/api/assess-claims')).toBe(false)
    expect(ignored('https://app.example/api/chats')).toBe(false)
  })

  it('those to a deployment of Azure', () => {
    const endpoint = 'https://my.openai.azure.com'
    const options = { endpoint, apiKey: 'k', apiVersion: '2025-01-01', dangerouslyAllowBrowser: true }
    describeServer(new AzureOpenAI(options))
    expect(ignored(`${endpoint}/openai/deployments/gpt/chat/completions?api-version=2025-01-01`)).toBe(true)
  })
})

describe('traceparent may go', () => {
  it('where a prefix or an expression says so', () => {
    expect(mayPropagate('https://api.openai.com/v1/responses', [])).toBe(false)
    expect(mayPropagate('https://my.example/v1', ['https://my.example/'])).toBe(true)
    expect(mayPropagate('https://a.my.example/v1', [/^https:\/\/[a-z]+\.my\.example\//])).toBe(true)
    expect(mayPropagate('https://my.example/v1', [new URL('https://my.example')])).toBe(true)
  })

  it('at each call, also where the expression has a memory', () => {
    const expression = /my\.example/g
    for (let call = 0; call < 3; call++) expect(mayPropagate('https://my.example/v1', [expression])).toBe(true)
  })

  it('to an origin alone, and not to those that begin like it', () => {
    expect(mayPropagate('https://my.example/v1', ['https://my.example'])).toBe(true)
    expect(mayPropagate('https://my.example.evil/v1', ['https://my.example'])).toBe(false)
    expect(mayPropagate('http://127.0.0.1:8080/v1', ['http://127.0.0.1:80'])).toBe(false)
    expect(mayPropagate('http://127.0.0.1:8080/v1', ['http://127.0.0.1:'])).toBe(true)
    expect(mayPropagate('https://my.example/v1', ['https://'])).toBe(true)
  })
})
