import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Form } from '../ui/form.tsx'
import { ArchiveIcon, DeleteIcon, EditIcon, InfoIcon, MoreIcon } from '../ui/icons.ts'
import { Menu } from '../ui/menu.tsx'
import { Popover } from '../ui/popover.tsx'
import { Stack } from '../ui/stack.tsx'
import { SubmitButton } from '../ui/submit-button.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toaster.tsx'

export function Floating() {
  const [open, setOpen] = useState<'form' | 'confirm'>()
  return (
    <>
      <Stack direction="row" gap={2}>
        <Button onPress={() => setOpen('form')}>Raum anlegen …</Button>
        <Button onPress={() => setOpen('confirm')}>Nachricht löschen …</Button>
        <Menu
          label="Mehr"
          icon={MoreIcon}
          items={[
            { id: 'rename', name: 'Umbenennen', icon: EditIcon, onSelect: () => showToast('Umbenannt') },
            { id: 'archive', name: 'Archivieren', icon: ArchiveIcon, onSelect: () => showToast('Archiviert') },
            {
              id: 'delete',
              name: 'Löschen',
              description: 'Für alle, endgültig',
              icon: DeleteIcon,
              isDangerous: true,
              onSelect: () => showToast('Gelöscht', 'warning'),
            },
          ]}
        />
        <Popover label="Info" icon={InfoIcon} kind="quiet">
          Raum seit dem 3. November 2026
        </Popover>
      </Stack>
      <Tabs
        label="Raum"
        tabs={[
          { id: 'messages', name: 'Nachrichten', content: 'Hier stehen die Nachrichten.' },
          { id: 'meeting', name: 'Besprechung', content: 'Hier trifft man sich.' },
          { id: 'files', name: 'Dateien', content: 'Hier liegen Dateien.' },
        ]}
      />
      <Dialog title="Raum anlegen" isOpen={open === 'form'} onClose={() => setOpen(undefined)}>
        <Form onSubmit={() => setOpen(undefined)}>
          <TextField label="Name" name="name" isRequired autoFocus />
          <TextField label="E-Mail" name="email" type="email" isRequired />
          <div className="form-actions">
            <SubmitButton>Raum anlegen</SubmitButton>
            <Button onPress={() => setOpen(undefined)}>Abbrechen</Button>
          </div>
        </Form>
      </Dialog>
      <ConfirmDialog
        title="Nachricht löschen?"
        isOpen={open === 'confirm'}
        onClose={() => setOpen(undefined)}
        onConfirm={() => new Promise((resolve) => setTimeout(resolve, 800))}
        confirm="Löschen"
        isDangerous
      >
        Sie verschwindet für alle, auch aus der Suche. Das lässt sich nicht zurücknehmen.
      </ConfirmDialog>
    </>
  )
}
