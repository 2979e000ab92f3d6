import { useTexts } from '../../i18n/texts.ts'
import { texts } from './invited-texts.ts'
import './invitations.css'

/** What happens with the data of somebody new, in eight lines. Nothing to agree to. */
export function DataNotes() {
  const t = useTexts(texts)
  return (
    <section className="invitation-data" aria-labelledby="invitation-data">
      <h2 id="invitation-data">{t.data}</h2>
      <ul>
        {Object.entries(t.dataPoints).map(([name, text]) => (
          <li key={name}>{text}</li>
        ))}
      </ul>
    </section>
  )
}
