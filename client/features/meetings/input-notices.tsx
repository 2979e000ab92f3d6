import { useEffect, useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import type { Input } from '../../media/input.ts'
import { announce } from '../../ui/announcer.tsx'
import { useObservable } from './calls-context.tsx'
import { texts } from './texts.ts'

/** Says that the microphone or camera went on or off, whichever way it was switched. */
export function InputNotices({ input }: { input: Input }) {
  const t = useTexts(texts).announce
  const { state } = useObservable(input)
  const told = useRef(state)
  useEffect(() => {
    if (state === told.current || state === 'starting') return
    told.current = state
    const isMicrophone = input.kind === 'microphone'
    if (state === 'on') announce(isMicrophone ? t.microphoneOn : t.cameraOn)
    if (state === 'off') announce(isMicrophone ? t.microphoneOff : t.cameraOff)
  }, [input, state, t])
  return null
}
