import { useEffect, useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import type { Input } from '../../media/input.ts'
import { LevelMeter } from '../../media/levels.ts'
import { useObservable } from './calls-context.tsx'
import { deviceTexts } from './device-texts.ts'

/** Moves while the microphone hears something. */
export function LevelBar({ input }: { input: Input }) {
  const t = useTexts(deviceTexts).devices
  const { state, track } = useObservable(input)
  const bar = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (state !== 'on' || !track) return undefined
    const meter = new LevelMeter(track)
    let frame = requestAnimationFrame(draw)
    function draw() {
      const level = meter.read()
      bar.current?.style.setProperty('--level', level.toFixed(2))
      bar.current?.setAttribute('aria-valuenow', String(Math.round(level * 10)))
      frame = requestAnimationFrame(draw)
    }
    return () => {
      cancelAnimationFrame(frame)
      meter.close()
    }
  }, [state, track])

  if (state !== 'on') return null
  return (
    <div className="level-bar">
      <div
        ref={bar}
        className="level-bar-track"
        role="meter"
        aria-label={t.level}
        aria-valuemin={0}
        aria-valuemax={10}
        aria-valuenow={0}
      />
      <p className="device-choice-hint">{t.levelHint}</p>
    </div>
  )
}
