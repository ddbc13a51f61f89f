/**
 * Azure Monitor and Microsoft Foundry, in Node.
 *
 * @module
 */
export { azureMonitorExporter, type AzureMonitorOptions } from './exporter.ts'
export { connectionStringFromProject, type ProjectClient } from './project.ts'
