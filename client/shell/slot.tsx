import { createContext, Suspense, use, type ComponentType, type ReactNode } from 'react'
import { Boundary } from './boundary.tsx'
import { BrokenPart } from './broken-part.tsx'
import type { Feature, SlotName, SlotProps } from './feature.ts'

const FeaturesContext = createContext<readonly Feature[]>([])

/** Tells everything below which features there are. */
export function FeaturesProvider({ features, children }: { features: readonly Feature[]; children: ReactNode }) {
  return <FeaturesContext value={features}>{children}</FeaturesContext>
}

/**
 * Renders what the features put into the place `name`, in the order of the features. The other props are what the place
 * tells about itself. A part that breaks does not take the others with it.
 */
export function Slot<Name extends SlotName>(props: { name: Name } & SlotProps[Name]) {
  const features = use(FeaturesContext)
  return (
    <Suspense fallback={null}>
      {features.map((feature) => {
        const Part: ComponentType<SlotProps[Name]> | undefined = feature.slots?.[props.name]
        if (!Part) return null
        const part = <Part key={feature.name} {...props} />
        return (
          <Boundary key={feature.name} fallback={<BrokenPart />}>
            {part}
          </Boundary>
        )
      })}
    </Suspense>
  )
}
