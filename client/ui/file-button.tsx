import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button, type ButtonLook } from './button.tsx'

interface FileButtonProps extends ButtonLook {
  /** Kinds of file as an `input` takes them. */
  accept: string
  onChoose: (file: File) => void
}

/** Chooses one file of this device. */
export function FileButton({ accept, onChoose, ...look }: FileButtonProps) {
  return (
    <FileTrigger
      acceptedFileTypes={accept.split(',')}
      onSelect={(files) => {
        const [file] = files ?? []
        if (file) onChoose(file)
      }}
    >
      <Button {...look} />
    </FileTrigger>
  )
}
