import type { ScriptedProject } from '../script.ts'
import { buildingPermits } from './building-permits.ts'
import { floodSensors } from './flood-sensors.ts'

/** What the example's towns do together. */
export const scriptedProjects: readonly ScriptedProject[] = [floodSensors, buildingPermits]
