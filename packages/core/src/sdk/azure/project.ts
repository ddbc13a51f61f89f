/** What is used of a Foundry project's client (`AIProjectClient` of `@azure/ai-projects`). */
export interface ProjectClient {
  telemetry: { getApplicationInsightsConnectionString(): Promise<string> }
}

/**
 * The connection string of the Application Insights resource that a Microsoft Foundry project has.
 *
 * @param endpoint of the project, `https://<resource>.services.ai.azure.com/api/projects/<project>`; or a client that you have made
 * @param credential of `@azure/identity`, e.g. `new DefaultAzureCredential()`; not needed with a client
 * @throws Error that says what to do: install the package, connect a resource to the project, or copy the string from the portal
 */
export async function connectionStringFromProject(
  endpoint: string | ProjectClient,
  credential?: object,
): Promise<string> {
  const client = typeof endpoint === 'string' ? await createClient(endpoint, credential) : endpoint
  try {
    return await client.telemetry.getApplicationInsightsConnectionString()
  } catch (error) {
    throw new Error(
      'The project gives no connection string. Connect an Application Insights resource to it (Foundry portal > Tracing), or copy the string from there (Manage data source) into APPLICATIONINSIGHTS_CONNECTION_STRING.',
      { cause: error },
    )
  }
}

async function createClient(endpoint: string, credential: object | undefined): Promise<ProjectClient> {
  if (!URL.canParse(endpoint)) {
    throw new TypeError(
      `The project's endpoint is ${JSON.stringify(endpoint)}; it looks like https://<resource>.services.ai.azure.com/api/projects/<project>.`,
    )
  }
  if (!credential) {
    throw new TypeError(
      "connectionStringFromProject needs a credential, e.g. new DefaultAzureCredential() of '@azure/identity'.",
    )
  }
  let module: { AIProjectClient: new (endpoint: string, credential: never) => ProjectClient }
  try {
    module = await import('@azure/ai-projects')
  } catch (error) {
    throw new Error(
      'connectionStringFromProject needs the package of Foundry projects: npm install @azure/ai-projects @azure/identity',
      {
        cause: error,
      },
    )
  }
  return new module.AIProjectClient(endpoint, credential as never)
}
