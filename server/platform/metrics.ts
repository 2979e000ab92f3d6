import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Prometheus figures of this process. Labels never carry ids of people or rooms. */
export interface Metrics {
  counter<Label extends string>(name: string, help: string, labels?: Label[]): Counter<Label>
  gauge<Label extends string>(name: string, help: string, labels?: Label[]): Gauge<Label>
  histogram<Label extends string>(name: string, help: string, buckets: number[], labels?: Label[]): Histogram<Label>
  /** The text format, and its content type. */
  render(): Promise<{ contentType: string; body: string }>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'allmende_' })
  const registers = [registry]
  return {
    counter: (name, help, labels = []) =>
      new Counter({ name: `allmende_${name}`, help, labelNames: labels, registers }),
    gauge: (name, help, labels = []) => new Gauge({ name: `allmende_${name}`, help, labelNames: labels, registers }),
    histogram: (name, help, buckets, labels = []) =>
      new Histogram({ name: `allmende_${name}`, help, buckets, labelNames: labels, registers }),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
