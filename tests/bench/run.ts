import { mkdirSync, writeFileSync } from 'node:fs'
import { chromium, type Browser, type Page } from '@playwright/test'
import { sharedRoom, startDemo, type Demo } from '../e2e/support/demo.ts'
import type { Window } from '../e2e/support/browser.ts'
import { figure, machine, table, type Figure } from './figures.ts'
import { measureBareRelay } from './yardstick.ts'

/*
 * What two people feel, on loopback: send → visible at the other side, and "Teilnehmen" → first sound and first picture.
 * Yardstick and product in one run, two Chromium processes, medians first. Usage: npm run bench
 */

const MESSAGES = 60
const JOINS = 9
const OUTPUT = new URL('../.output/', import.meta.url).pathname

const launch = () =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--no-sandbox',
    ],
  })

const [senders, readers] = await Promise.all([launch(), launch()])
const demo = await startDemo()
try {
  const figures = [
    figure('bare relay, no database: send → visible', await measureBareRelay(senders, readers, MESSAGES)),
    figure('Allmende: send → visible in the other browser', await measureMessages(demo, senders, readers)),
    ...(await measureJoins(demo, senders, readers)),
  ]
  report(figures)
} finally {
  await Promise.all([senders.close(), readers.close()])
  await demo.stop()
}

function report(figures: readonly Figure[]): void {
  const text = `${machine()}\n\n${table(figures)}\n`
  process.stdout.write(text)
  mkdirSync(OUTPUT, { recursive: true })
  writeFileSync(`${OUTPUT}bench.json`, JSON.stringify({ machine: machine(), figures }, null, 2))
}

/** From the press on "Senden" to the frame in which the other browser shows the text. */
async function measureMessages(product: Demo, from: Browser, to: Browser): Promise<number[]> {
  const writer = await product.open(from, 0)
  const reader = await product.open(to, 1)
  const room = await sharedRoom(writer, reader)
  await Promise.all([writer.page.goto(`/rooms/${room.id}`), reader.page.goto(`/rooms/${room.id}`)])
  await reader.page.getByRole('textbox', { name: /Nachricht/ }).waitFor()
  const times: number[] = []
  for (let run = 0; run < MESSAGES; run++) {
    const text = `Messung ${run} ${Date.now()}`
    await writer.page.getByRole('textbox', { name: /Nachricht/ }).fill(text)
    const [pressed, seen] = await Promise.all([pressAt(writer.page, 'Senden'), seenAt(reader.page, text)])
    times.push(seen - pressed)
  }
  await Promise.all([writer.close(), reader.close()])
  return times
}

/** Somebody speaks and shows their camera; another person joins again and again. */
async function measureJoins(product: Demo, from: Browser, to: Browser): Promise<Figure[]> {
  const host = await product.open(from, 0)
  const guest = await product.open(to, 1)
  const room = await sharedRoom(host, guest)
  await enter(host, room.id)
  for (const name of [/^Mikrofon/, /^Kamera/]) await host.page.getByRole('button', { name }).click()
  await host.page.waitForTimeout(3_000)
  const sounds: number[] = []
  const pictures: number[] = []
  for (let run = 0; run < JOINS; run++) {
    await guest.page.goto(`/rooms/${room.id}/meeting`)
    await guest.page.getByRole('button', { name: /^Teilnehmen/ }).waitFor()
    await guest.page.waitForTimeout(500)
    const [pressed, first] = await Promise.all([pressAt(guest.page, /^Teilnehmen/), firstMedia(guest.page)])
    sounds.push(first.sound - pressed)
    pictures.push(first.picture - pressed)
    await guest.page.getByRole('button', { name: /^Verlassen/ }).click()
    const onlyMe = guest.page.getByRole('button', { name: 'Nur selbst verlassen' })
    if (await onlyMe.isVisible()) await onlyMe.click()
    await guest.page.waitForURL(new RegExp(`/rooms/${room.id}$`))
  }
  await Promise.all([host.close(), guest.close()])
  return [
    figure('click on “Teilnehmen” → first remote sound', sounds),
    figure('click on “Teilnehmen” → first remote picture', pictures),
  ]
}

async function enter({ page }: Window, roomId: string): Promise<void> {
  await page.goto(`/rooms/${roomId}/meeting`)
  await page.getByRole('button', { name: /^Teilnehmen/ }).click()
  await page.getByRole('button', { name: /^Verlassen/ }).waitFor()
}

/** When the page itself noticed the press, so that no test machinery lies in the measured time. Milliseconds since the epoch. */
async function pressAt(page: Page, name: string | RegExp): Promise<number> {
  await page.evaluate(() => {
    const press = () => Object.assign(window, { pressedAt: performance.timeOrigin + performance.now() })
    window.addEventListener('pointerdown', press, { capture: true, once: true })
  })
  await page.getByRole('button', { name }).click()
  return page.evaluate(() => (window as unknown as { pressedAt: number }).pressedAt)
}

async function seenAt(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (words) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.body.textContent?.includes(words)) return requestAnimationFrame(look)
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
          return 0
        }
        look()
      }),
    text,
  )
}

/** The first decoded picture on the page, and the first remote sound that reached the audio output. */
async function firstMedia(page: Page): Promise<{ sound: number; picture: number }> {
  return page.evaluate(async () => {
    const now = () => performance.timeOrigin + performance.now()
    const { probedConnections } = window as unknown as { probedConnections: RTCPeerConnection[] }
    const until = async (look: () => boolean) => {
      while (!look()) await new Promise((resolve) => setTimeout(resolve, 4))
      return now()
    }
    const receivers = () => probedConnections.flatMap((connection) => connection.getReceivers())
    const sounding = () =>
      receivers().some((receiver) => receiver.track.kind === 'audio' && receiver.getSynchronizationSources().length > 0)
    const showing = () =>
      [...document.querySelectorAll<HTMLVideoElement>('video[data-peer]')].some(
        (video) => video.getVideoPlaybackQuality().totalVideoFrames > 0,
      )
    const [sound, picture] = await Promise.all([until(sounding), until(showing)])
    return { sound, picture }
  })
}
