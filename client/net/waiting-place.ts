/**
 * Requests of all tabs together that may wait at once: a browser makes six connections to a server that speaks HTTP/1.1, and
 * six that wait would leave none for anything else.
 */
const PLACES = 3

/** Does work that keeps a connection waiting; `hasPlace` is false when others do so already, and it should not wait. */
export type WithPlace = <T>(work: (hasPlace: boolean) => Promise<T>) => Promise<T>

/** Places are shared between the tabs of this browser. */
export const withPlaceOfBrowser: WithPlace = async (work) => {
  if (!isConnectionScarce()) return work(true)
  for (let place = 0; place < PLACES; place += 1) {
    const done = await navigator.locks.request(`allmende.line.${place}`, { ifAvailable: true }, async (lock) =>
      lock ? { output: await work(true) } : undefined,
    )
    if (done) return done.output
  }
  return work(false)
}

/** HTTP/2 and later carry any number of requests on one connection. There are no locks between tabs without https. */
function isConnectionScarce(): boolean {
  const [page] = performance.getEntriesByType('navigation')
  const protocol = page instanceof PerformanceNavigationTiming ? page.nextHopProtocol : ''
  return 'locks' in navigator && !/^h[23]/.test(protocol)
}
