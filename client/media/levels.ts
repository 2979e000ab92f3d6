const FLOOR_DB = -60
const CEILING_DB = -10

/** How loud these samples are for the eye: 0 for silence (−60 dB and less), 1 for a raised voice. */
export function levelOf(samples: Float32Array): number {
  if (samples.length === 0) return 0
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibel = 10 * Math.log10(sum / samples.length)
  return Math.min(1, Math.max(0, (decibel - FLOOR_DB) / (CEILING_DB - FLOOR_DB)))
}

/** Measures how loud an audio track is. Plays nothing. */
export class LevelMeter {
  readonly #context = new AudioContext()
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>

  constructor(track: MediaStreamTrack) {
    this.#analyser = this.#context.createAnalyser()
    this.#analyser.fftSize = 1024
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser)
  }

  /** 0 to 1, of the last 20 ms. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    return levelOf(this.#samples)
  }

  close(): void {
    if (this.#context.state !== 'closed') void this.#context.close()
  }
}

/** Plays two soft notes on a speaker; resolves when they are over. `speakerId` undefined: the browser's default. */
export async function playTestTone(speakerId: string | undefined): Promise<void> {
  const context = new AudioContext()
  try {
    const output = context.createMediaStreamDestination()
    const gain = context.createGain()
    gain.connect(output)
    const player = new Audio()
    player.srcObject = output.stream
    if (speakerId !== undefined && 'setSinkId' in player) await player.setSinkId(speakerId)
    await player.play()
    playNote(context, gain, 523.25, 0)
    playNote(context, gain, 659.25, 0.35)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    player.pause()
  } finally {
    await context.close()
  }
}

/** `at` in seconds from now. */
function playNote(context: AudioContext, output: GainNode, frequency: number, at: number): void {
  const start = context.currentTime + at
  const tone = context.createOscillator()
  const envelope = context.createGain()
  tone.frequency.value = frequency
  envelope.gain.setValueAtTime(0, start)
  envelope.gain.linearRampToValueAtTime(0.25, start + 0.03)
  envelope.gain.exponentialRampToValueAtTime(0.001, start + 0.6)
  tone.connect(envelope).connect(output)
  tone.start(start)
  tone.stop(start + 0.65)
}
