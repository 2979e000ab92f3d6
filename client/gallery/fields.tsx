import { useState } from 'react'
import { Checkbox } from '../ui/checkbox.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'

export function Fields() {
  const [text, setText] = useState('')
  const [town, setTown] = useState<'arnsberg' | 'olpe' | 'soest' | null>(null)
  const [kind, setKind] = useState<'open' | 'closed'>('open')
  const [isOn, setOn] = useState(true)
  return (
    <>
      <TextField label="E-Mail-Adresse" type="email" placeholder="vorname.nachname@arnsberg.de" />
      <TextField label="Name des Raums" defaultValue="Technik" description="So heißt er für alle im Projekt." />
      <TextField label="Kürzel" isOptional defaultValue="HW Sensorik" error="Bitte ohne Leerzeichen." />
      <PasswordField label="Passwort" autoComplete="current-password" defaultValue="Wiesengrund" />
      <TextArea label="Nachricht" value={text} onChange={setText} placeholder="Nachricht an Technik" />
      <Select
        label="Organisation"
        value={town}
        onChange={setTown}
        options={[
          { id: 'arnsberg', name: 'Stadt Arnsberg' },
          { id: 'olpe', name: 'Kreisstadt Olpe' },
          { id: 'soest', name: 'Stadt Soest' },
        ]}
      />
      <RadioGroup
        label="Wer darf hinein?"
        value={kind}
        onChange={setKind}
        options={[
          { id: 'open', name: 'Alle im Projekt', description: 'Wer im Projekt ist, kann lesen und schreiben.' },
          { id: 'closed', name: 'Nur Eingeladene', description: 'Andere sehen nicht, dass es den Raum gibt.' },
        ]}
      />
      <Checkbox defaultSelected description="Sie können das jederzeit ändern.">
        Ich habe die Hinweise gelesen
      </Checkbox>
      <Switch isSelected={isOn} onChange={setOn} description="Umschalt + Eingabe bricht dann die Zeile um.">
        Eingabetaste sendet
      </Switch>
      <CopyField label="Link für Gäste" value="https://allmende.example/gast/7f3a" />
    </>
  )
}
