import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources'
import type { Attributes } from '@opentelemetry/api'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '../semconv.ts'
import type { TracingOptions } from './options.ts'

/** What the spans come from. Options win over the environment, the environment over the defaults. */
export function resourceOf(options: TracingOptions, defaults: Attributes, fromEnvironment?: Resource): Resource {
  let resource = defaultResource().merge(resourceFromAttributes(defaults))
  if (fromEnvironment) resource = resource.merge(fromEnvironment)
  const given = givenResource(options)
  return given ? resource.merge(given) : resource
}

/** What the options alone say of it. */
export function givenResource(options: TracingOptions): Resource | undefined {
  const given: Attributes = { ...options.resourceAttributes }
  if (options.serviceName) given[ATTR_SERVICE_NAME] = options.serviceName
  if (options.serviceVersion) given[ATTR_SERVICE_VERSION] = options.serviceVersion
  return Object.keys(given).length > 0 ? resourceFromAttributes(given) : undefined
}
