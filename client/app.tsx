import type { ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { features } from './features.ts'
import { useLanguage } from './i18n/language.ts'
import { Boundary } from './shell/boundary.tsx'
import { BrokenPage } from './shell/broken-page.tsx'
import { createPages } from './shell/pages.tsx'
import { FeaturesProvider } from './shell/slot.tsx'
import { Announcer } from './ui/announcer.tsx'
import { Toaster } from './ui/toaster.tsx'

const Pages = createPages(features)

export function App() {
  const language = useLanguage()
  return (
    <I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
      <FeaturesProvider features={features}>
        <Boundary fallback={<BrokenPage />}>
          <Providers>
            <Pages />
          </Providers>
        </Boundary>
      </FeaturesProvider>
      <Announcer />
      <Toaster />
    </I18nProvider>
  )
}

/** The first feature's provider is the outermost. */
function Providers({ children }: { children: ReactNode }) {
  return features.reduceRight(
    (inner, { name, Provider }) => (Provider ? <Provider key={name}>{inner}</Provider> : inner),
    children,
  )
}
