import type { Feature } from './realtime/feature.ts'

/** All features, in import order: a feature may use only those above it. */
export const features: readonly Feature[] = []
