import { useTexts } from '../../i18n/texts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import {
  MicrophoneIcon,
  MicrophoneOffIcon,
  PinIcon,
  PinnedIcon,
  ScreenShareIcon,
  SpeakingIcon,
} from '../../ui/icons.ts'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { GuestBadge } from './guest-badge.tsx'
import { OwnPicture, RemotePicture } from './picture.tsx'
import { texts } from './texts.ts'
import { isMuted, type Tile } from './tiles.ts'
import './tile-view.css'

interface TileViewProps {
  call: Call
  tile: Tile
  isSmall?: boolean
  /** Not where it is the only one. */
  canPin?: boolean
}

/** One picture with who it is, of which organisation, and whether one can hear them. */
export function TileView({ call, tile, isSmall = false, canPin = true }: TileViewProps) {
  const speaking = useObservable(call.speaking)
  const { person, peerId } = tile.participant
  const speaks = tile.kind === 'person' && speaking.has(peerId)
  return (
    <figure className="tile" data-kind={tile.kind} data-small={isSmall} data-speaks={speaks} data-peer={peerId}>
      <TilePicture call={call} tile={tile} />
      <figcaption className="tile-caption">
        <TileState tile={tile} speaks={speaks} isSmall={isSmall} />
        <span className="tile-name">
          <TileName tile={tile} />
          {!isSmall && person.organisation !== null && tile.kind === 'person' && (
            <span className="tile-organisation"> · {person.organisation}</span>
          )}
        </span>
        {tile.participant.guest && tile.kind === 'person' && <GuestBadge isSmall={isSmall} />}
      </figcaption>
      {canPin && <PinButton call={call} tile={tile} />}
    </figure>
  )
}

function TilePicture({ call, tile }: { call: Call; tile: Tile }) {
  const t = useTexts(texts).tile
  const { tracks } = useObservable(call.session.state)
  const camera = useObservable(call.media.camera)
  const { person } = tile.participant
  if (tile.isOwn) {
    if (camera.state === 'on' && camera.track) return <OwnPicture track={camera.track} />
    return <TileFace id={person.id} name={person.name} />
  }
  if (tile.streamId === undefined) return <TileFace id={person.id} name={person.name} />
  const remote = tracks.find(({ streamId }) => streamId === tile.streamId)
  if (remote) return <RemotePicture call={call} remote={remote} />
  return (
    <>
      <TileFace id={person.id} name={person.name} />
      <span className="tile-waits">{t.waits}</span>
    </>
  )
}

function TileFace({ id, name }: { id: string; name: string }) {
  return (
    <span className="tile-face">
      <Avatar id={id} name={name} size="large" />
    </span>
  )
}

function TileName({ tile }: { tile: Tile }) {
  const t = useTexts(texts)
  const { name } = tile.participant.person
  if (tile.kind === 'screen') return t.tile.screenOf(name, tile.number)
  return tile.isOwn ? t.nameYou(name) : name
}

/** Icon and word; small tiles keep the word for screen readers. */
function TileState({ tile, speaks, isSmall }: { tile: Tile; speaks: boolean; isSmall: boolean }) {
  const t = useTexts(texts).tile
  if (tile.kind === 'screen') return <ScreenShareIcon className="icon" aria-hidden />
  const isSilent = isMuted(tile.participant)
  const StateIcon = isSilent ? MicrophoneOffIcon : speaks ? SpeakingIcon : MicrophoneIcon
  const word = isSilent ? t.muted : speaks ? t.speaks : undefined
  return (
    <span className="tile-state" data-state={isSilent ? 'muted' : speaks ? 'speaks' : 'open'}>
      <StateIcon className="icon" aria-hidden />
      {word !== undefined && <span className={isSmall ? 'visually-hidden' : 'tile-word'}>{word}</span>}
    </span>
  )
}

function PinButton({ call, tile }: { call: Call; tile: Tile }) {
  const t = useTexts(texts)
  const { pinned } = useObservable(call.view)
  const isPinned = pinned === tile.key
  const { name } = tile.participant.person
  const what = tile.kind === 'screen' ? t.tile.screenOf(name, tile.number) : name
  return (
    <div className="tile-pin">
      <Button
        kind="quiet"
        size="small"
        hidesWord
        icon={isPinned ? PinnedIcon : PinIcon}
        onPress={() => call.view.change((known) => ({ ...known, pinned: isPinned ? null : tile.key }))}
      >
        {isPinned ? t.tile.unpin(what) : t.tile.pin(what)}
      </Button>
    </div>
  )
}
