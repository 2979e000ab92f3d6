import { useTexts } from '../../i18n/texts.ts'
import type { Input } from '../../media/input.ts'
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon } from '../../ui/icons.ts'
import { useObservable } from './calls-context.tsx'
import { ControlButton } from './control-button.tsx'
import { texts } from './texts.ts'
import { toggleInput } from './toggle-input.ts'

/** The switch of one's own microphone or camera: icon, word, and its state as a word. */
export function InputToggle({ input, isShort = false }: { input: Input; isShort?: boolean }) {
  const t = useTexts(texts)
  const { state } = useObservable(input)
  const isOn = state === 'on' || state === 'starting'
  const isMicrophone = input.kind === 'microphone'
  const off = isMicrophone ? t.controls.muted : t.controls.off
  const [OnIcon, OffIcon] = isMicrophone ? [MicrophoneIcon, MicrophoneOffIcon] : [CameraIcon, CameraOffIcon]
  return (
    <ControlButton
      icon={isOn ? OnIcon : OffIcon}
      isSelected={isOn}
      onChange={() => toggleInput(input)}
      state={state === 'starting' ? t.controls.starts : isOn ? t.controls.on : off}
      isWarning={!isOn}
    >
      {isMicrophone ? (isShort ? t.controls.microphoneShort : t.controls.microphone) : t.controls.camera}
    </ControlButton>
  )
}
