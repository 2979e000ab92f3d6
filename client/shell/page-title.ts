import { useEffect } from 'react'

/** Names the tab of the browser: the page first, then where it belongs, then the product. */
export function usePageTitle(title: string, context?: string): void {
  useEffect(() => {
    document.title = [title, context, 'Allmende'].filter(Boolean).join(' · ')
  }, [title, context])
}
