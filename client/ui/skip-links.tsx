import './skip-links.css'

interface SkipLink {
  /** The id of the element; it must be focusable (`tabIndex={-1}`). */
  to: string
  text: string
  /** Where the area must be made visible first; it then takes the focus by itself. */
  onFollow?: () => void
}

/** First in the page: seen when reached by keyboard, they go straight to its areas. */
export function SkipLinks({ links }: { links: readonly SkipLink[] }) {
  return (
    <div className="skip-links">
      {links.map(({ to, text, onFollow }) => (
        <a
          key={to}
          href={`#${to}`}
          className="skip-link"
          onClick={(event) => {
            event.preventDefault()
            if (onFollow) onFollow()
            else document.getElementById(to)?.focus()
          }}
        >
          {text}
        </a>
      ))}
    </div>
  )
}
