import type { OpenAI } from 'openai'

/** For each claim the index of the context that lies closest to it, by one embeddings call for all. */
export async function closestContexts(
  client: OpenAI,
  model: string,
  claims: string[],
  contexts: string[],
  signal: AbortSignal,
): Promise<number[]> {
  const { data } = await client.embeddings.create({ model, input: [...claims, ...contexts] }, { signal })
  const vectors = data.toSorted((one, other) => one.index - other.index).map((entry) => entry.embedding)
  const contextVectors = vectors.slice(claims.length)
  return vectors.slice(0, claims.length).map((claim) => {
    const closeness = contextVectors.map((context) => dot(claim, context))
    return closeness.indexOf(Math.max(...closeness))
  })
}

/** The embeddings of these models have length 1, so the dot product is the cosine. */
function dot(one: number[], other: number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
}
