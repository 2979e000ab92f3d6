import './mark.css'

/** The sign of the product: two people on common ground. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg className={className ? `mark ${className}` : 'mark'} viewBox="0 0 64 64" aria-hidden="true">
      <rect className="mark-ground" width="64" height="64" rx="14" />
      <path className="mark-hill" d="M8 45c8-7 16-7 24-2s16 5 24-2v9H8z" />
      <path className="mark-meadow" d="M8 50c8-4 16-4 24-1s16 3 24-1v2a8 8 0 0 1-8 8H16a8 8 0 0 1-8-8z" />
      <circle className="mark-person" cx="22" cy="25" r="7" />
      <circle className="mark-person" cx="42" cy="25" r="7" />
    </svg>
  )
}
