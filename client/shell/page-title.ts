import { useEffect } from 'react'

let page = 'Allmende'
let unread = 0

/** Names the tab of the browser: the page first, then where it belongs, then the product. */
export function usePageTitle(title: string, context?: string): void {
  useEffect(() => {
    page = [title, context, 'Allmende'].filter(Boolean).join(' · ')
    show()
  }, [title, context])
}

/** Puts the number of unread messages before the title; nothing for none. */
export function setUnreadInTitle(count: number): void {
  unread = count
  show()
}

function show(): void {
  const count = unread > 99 ? '99+' : String(unread)
  document.title = unread > 0 ? `(${count}) ${page}` : page
}
