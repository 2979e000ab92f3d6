import type { RIGHTS, RoleAt, Scope } from '#wire/permissions'
import { formatList } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { CheckIcon, LockIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { rightTexts } from './right-texts.ts'
import { texts } from './texts.ts'
import './privacy.css'

interface RightListProps {
  scope: Scope
  rows: typeof RIGHTS
  /** The own roles at such a thing. */
  mine: readonly RoleAt<Scope>[]
}

/** Every right at a kind of thing: whether one has it, and otherwise who has. */
export function RightList({ scope, rows, mine }: RightListProps) {
  const t = useTexts(texts)
  const words = useTexts(rightTexts)
  const told = rows.filter(({ roles }) => roles.some((role) => role !== 'guest' && role !== 'keeper'))
  return (
    <PlainList label={t.scopes[scope]}>
      {told.map(({ right, roles }) => {
        const isMine = mine.some((role) => roles.includes(role))
        const others = roles.filter((role) => role in t.roles).map((role) => t.roles[role as keyof typeof t.roles])
        const Shape = isMine ? CheckIcon : LockIcon
        return (
          <div key={right} className="privacy-right">
            <Shape className="icon" aria-hidden />
            <span>{words[right]}</span>
            <span className="privacy-right-answer">{isMine ? t.yes : t.no(formatList(others))}</span>
          </div>
        )
      })}
    </PlainList>
  )
}
