import { useTexts } from '../../i18n/texts.ts'
import { texts } from './texts.ts'
import './auth.css'

/** What happens with the data of somebody new, in a few lines. */
export function DataNotes() {
  const t = useTexts(texts)
  return (
    <section className="auth-data" aria-labelledby="auth-data">
      <h2 id="auth-data">{t.data}</h2>
      <ul>
        {Object.entries(t.dataPoints).map(([name, text]) => (
          <li key={name}>{text}</li>
        ))}
      </ul>
    </section>
  )
}
