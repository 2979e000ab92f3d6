import type { ConnectionState } from '../../net/connection-state.ts'
import { connection } from '../../net/server.ts'
import { useStore } from '../../state/store.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ConnectedIcon, DisconnectedIcon, RefreshIcon, WarningIcon, type Icon } from '../../ui/icons.ts'
import { StatusLine } from '../../ui/status-line.tsx'
import { texts } from './texts.ts'

const LOOKS: Record<Exclude<ConnectionState['state'], 'idle'>, { kind: 'good' | 'waiting' | 'bad'; icon: Icon }> = {
  connecting: { kind: 'waiting', icon: RefreshIcon },
  connected: { kind: 'good', icon: ConnectedIcon },
  behind: { kind: 'waiting', icon: RefreshIcon },
  reconnecting: { kind: 'bad', icon: RefreshIcon },
  offline: { kind: 'bad', icon: DisconnectedIcon },
  outdated: { kind: 'bad', icon: WarningIcon },
}

/** How this page is connected, always visible. */
export function ConnectionLine() {
  const t = useTexts(texts)
  const { state } = useStore(connection.state)
  if (state === 'idle') return null
  return <StatusLine {...LOOKS[state]}>{t.connection[state]}</StatusLine>
}
