import './mark.css'

/** The sign of the product: several villages around the land they share. Same as `public/icon.svg`. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg className={className ? `mark ${className}` : 'mark'} viewBox="0 0 64 64" aria-hidden="true">
      <rect className="mark-ground" width="64" height="64" rx="14" />
      <circle className="mark-common" cx="32" cy="32" r="9.5" />
      <circle className="mark-village" cx="32.0" cy="13.0" r="6.5" />
      <circle className="mark-village" cx="48.5" cy="22.5" r="6.5" />
      <circle className="mark-village" cx="48.5" cy="41.5" r="6.5" />
      <circle className="mark-village" cx="32.0" cy="51.0" r="6.5" />
      <circle className="mark-village" cx="15.5" cy="41.5" r="6.5" />
      <circle className="mark-village" cx="15.5" cy="22.5" r="6.5" />
    </svg>
  )
}
