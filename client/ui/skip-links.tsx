import './skip-links.css'

interface SkipLink {
  /** The id of the element; it must be focusable (`tabIndex={-1}`). */
  to: string
  text: string
}

/** First in the page: seen when reached by keyboard, they go straight to its areas. */
export function SkipLinks({ links }: { links: readonly SkipLink[] }) {
  return (
    <div className="skip-links">
      {links.map(({ to, text }) => (
        <a
          key={to}
          href={`#${to}`}
          className="skip-link"
          onClick={(event) => {
            event.preventDefault()
            document.getElementById(to)?.focus()
          }}
        >
          {text}
        </a>
      ))}
    </div>
  )
}
