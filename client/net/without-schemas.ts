/**
 * Stands in for TypeBox in the browser (see `config/vite.config.ts`): the server checks every frame, the browser reads the names
 * of commands and events only. Schemas are empty there, but for the properties that other schemas are made of.
 */
export const Type = new Proxy<Record<string, (properties?: unknown) => object>>(
  {},
  { get: (_schemas, builder) => (properties?: unknown) => (builder === 'Object' ? { properties } : {}) },
)
