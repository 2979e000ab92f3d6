import type { ReactNode } from 'react'
import type { Command, InputOf, OutputOf } from '#wire/command'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { RefreshIcon } from '../../ui/icons.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './texts.ts'
import './admin.css'

interface ReadPartProps<C extends Command> {
  command: C
  input: InputOf<C>
  /** It does not change while one looks. */
  isSettled?: boolean
  children: (value: OutputOf<C>) => ReactNode
}

/** What a command says of the installation, of this moment; read again at a press. */
export function ReadPart<C extends Command>({ command, input, isSettled = false, children }: ReadPartProps<C>) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(command, input)
  if (reading.state === 'waiting') return <Skeleton label={t.waiting} lines={5} />
  if (reading.state === 'failed') {
    return (
      <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
        {refusalText(reading.failure)}
      </Banner>
    )
  }
  return (
    <>
      {children(reading.value)}
      {!isSettled && (
        <p className="admin-again">
          <Button icon={RefreshIcon} onPress={again}>
            {t.again}
          </Button>
        </p>
      )}
    </>
  )
}
