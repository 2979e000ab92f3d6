import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import type { DeviceKind } from '../../media/devices.ts'
import { playTestTone } from '../../media/levels.ts'
import type { LocalMedia } from '../../media/local-media.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { SpeakerIcon } from '../../ui/icons.ts'
import { Select } from '../../ui/select.tsx'
import { useObservable } from './calls-context.tsx'
import { LevelBar } from './level-bar.tsx'
import { deviceTexts } from './device-texts.ts'
import './device-choice.css'

/** Which microphone, camera and speaker; with a level and a test tone, so that one knows before the others do. */
export function DeviceChoice({ media }: { media: LocalMedia }) {
  const t = useTexts(deviceTexts).devices
  const { canChooseSpeaker } = useObservable(media.devices)
  return (
    <section className="device-choice" aria-label={t.title}>
      <DeviceSelect media={media} kind="microphone" />
      <LevelBar input={media.microphone} />
      <DeviceSelect media={media} kind="camera" />
      {canChooseSpeaker ? (
        <DeviceSelect media={media} kind="speaker" />
      ) : (
        <p className="device-choice-hint">{t.noSpeakerChoice}</p>
      )}
      <TestTone media={media} />
    </section>
  )
}

const BY_DEFAULT = 'by-default'

function DeviceSelect({ media, kind }: { media: LocalMedia; kind: DeviceKind }) {
  const t = useTexts(deviceTexts).devices
  const { available, chosen } = useObservable(media.devices)
  // Before the first permission browsers tell that there are devices, but not which.
  const devices = available[kind].filter(({ id }) => id !== '')
  const options = devices.map(({ id, name }, index) => ({ id, name: name === '' ? t.unnamed(index + 1) : name }))
  return (
    <Select
      label={t[kind]}
      options={[{ id: BY_DEFAULT, name: t.byDefault }, ...options]}
      value={chosen[kind]?.id ?? BY_DEFAULT}
      onChange={(id) =>
        media.devices.choose(
          kind,
          devices.find((device) => device.id === id),
        )
      }
    />
  )
}

function TestTone({ media }: { media: LocalMedia }) {
  const t = useTexts(deviceTexts).devices
  const { chosen } = useObservable(media.devices)
  const [state, setState] = useState<'idle' | 'playing' | 'failed'>('idle')

  async function play() {
    setState('playing')
    try {
      await playTestTone(chosen.speaker?.id)
      setState('idle')
    } catch {
      setState('failed')
    }
  }

  return (
    <>
      <div>
        <Button icon={SpeakerIcon} isPending={state === 'playing'} onPress={() => void play()}>
          {state === 'playing' ? t.testing : t.testTone}
        </Button>
      </div>
      {state === 'failed' && <Banner kind="warning">{t.toneFailed}</Banner>}
    </>
  )
}
