import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import '../ui/base.css'
import { SheetFrame } from '../shell/sheet-frame.tsx'
import { Announcer } from '../ui/announcer.tsx'
import { Toaster } from '../ui/toaster.tsx'
import { Components } from './components.tsx'
import { SampleFrame } from './sample-frame.tsx'
import { SampleSheet } from './sample-sheet.tsx'
import './gallery.css'

/**
 * Every building block on one page, for the eye: `/gallery.html` of the development server, with `?frame` for the frame of
 * the app and `?sheet` for the sheet of the sign-in. Not part of the product.
 */
function Gallery() {
  if (location.search.startsWith('?frame')) return <SampleFrame />
  if (location.search === '?sheet') {
    return (
      <SheetFrame>
        <SampleSheet />
      </SheetFrame>
    )
  }
  return <Components />
}

const root = document.getElementById('app')
if (!root) throw new Error('The page has no element "app"')
createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="de-DE">
      <Gallery />
      <Announcer />
      <Toaster />
    </I18nProvider>
  </StrictMode>,
)
