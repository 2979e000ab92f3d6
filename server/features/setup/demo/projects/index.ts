import type { ScriptedProject } from '../script.ts'
import { buildingPermits } from './building-permits.ts'
import { daycarePortal } from './daycare-portal.ts'
import { floodSensors } from './flood-sensors.ts'
import { openData } from './open-data.ts'
import { rideBenches } from './ride-benches.ts'
import { steeringGroup } from './steering-group.ts'

/** What the example's towns do together. */
export const scriptedProjects: readonly ScriptedProject[] = [
  floodSensors,
  buildingPermits,
  rideBenches,
  daycarePortal,
  openData,
  steeringGroup,
]
