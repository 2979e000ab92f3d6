import { Link } from 'wouter'
import { buttonClass, type ButtonLook } from './button.tsx'
import { ButtonContent } from './button-content.tsx'

/** Looks like a button, goes to a page of this installation. */
export function LinkButton({ to, icon, children, hidesWord, ...look }: ButtonLook & { to: string }) {
  return (
    <Link href={to} className={buttonClass({ ...look, hidesWord })}>
      <ButtonContent icon={icon} hidesWord={hidesWord}>
        {children}
      </ButtonContent>
    </Link>
  )
}
