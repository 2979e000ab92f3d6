import { announce } from '../ui/announcer.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { AddIcon, MessageIcon } from '../ui/icons.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { showToast } from '../ui/toaster.tsx'

export function Messages() {
  return (
    <>
      <Banner kind="info" title="Besprechung läuft · 3 Personen" action={<Button size="small">Teilnehmen</Button>} />
      <Banner kind="success">Der Raum „Technik“ ist angelegt.</Banner>
      <Banner kind="warning" title="Schwache Leitung" onClose={() => announce('Geschlossen')}>
        Der Ton geht vor, Bilder folgen.
      </Banner>
      <Banner kind="error">
        Keine Verbindung zum Server. Ihr Text bleibt hier stehen. Sobald die Verbindung wieder da ist, geht es weiter.
      </Banner>
      <ProgressBar label="Besprechungen werden vorbereitet" value={0.4} />
      <ProgressBar label="Datei wird geprüft" />
      <Spinner label="Nachrichten werden geladen" />
      <Skeleton label="Nachrichten werden geladen" />
      <Card>
        <EmptyState
          icon={MessageIcon}
          title="Hier sprechen Sie mit allen im Projekt über die Technik."
          action={
            <Button kind="primary" icon={AddIcon} onPress={() => showToast('Raum „Technik“ archiviert')}>
              Erste Nachricht schreiben
            </Button>
          }
        >
          Was Sie schreiben, lesen auch Arnsberg, Olpe und Soest.
        </EmptyState>
      </Card>
    </>
  )
}
