import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListOrganisationPeople, ListOrganisations, ReadMyPhoto, SetLogo, SetMyPhoto } from '#protocol/orgs'
import { ListRoomPeople } from '#protocol/rooms'
import { startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let ben: Citizen
let jonas: Citizen
let arnsberg: string

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  ben = await town.person('Ben Kurz', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]!.id
})
afterAll(() => app.close())

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: { r: 26, g: 107, b: 80 } } })
}

async function jpeg(width: number, height: number, orientation = 1): Promise<string> {
  const exif = { IFD0: { Copyright: 'Wohnort: Geheimweg 7' } }
  const file = await picture(width, height).withMetadata({ orientation }).withExifMerge(exif).jpeg().toBuffer()
  return file.toString('base64')
}

const pathOf = (id: string | null | undefined) => `/pictures/${id}`

test('a photo is made anew: small, upright, square, without what else was in the file; and gone when it is replaced', async () => {
  const { picture: first } = await ben.call(SetMyPhoto, { image: await jpeg(800, 400, 6) })
  expect(first).toMatch(/^[\w-]{43}$/)
  const answer = await new Browser(app.url).get(pathOf(first))
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  expect(bytes.toString('latin1')).not.toMatch(/Geheimweg|Exif/i)

  const { picture: second } = await ben.call(SetMyPhoto, { image: await jpeg(300, 300) })
  expect(second).not.toBe(first)
  expect((await ben.get(pathOf(first))).status).toBe(404)
  expect(await ben.call(ReadMyPhoto, {})).toEqual({ picture: second })
  expect(await ben.call(SetMyPhoto, { image: null })).toEqual({ picture: null })
  expect((await ben.get(pathOf(second))).status).toBe(404)
})

test('a photo is with its person in lists of people, for those who see the list', async () => {
  const { picture: id } = await jonas.call(SetMyPhoto, { image: await jpeg(300, 300) })
  const project = await town.project(maria, [[jonas, 'member']])
  const room = await town.room(maria, project)
  const people = await maria.call(ListRoomPeople, { roomId: room.id })
  expect(people).toMatchObject([
    { id: jonas.id, picture: id },
    { id: maria.id, picture: null },
  ])
  const own = await maria.call(ListOrganisationPeople, { organisationId: arnsberg })
  expect(own.people.map(({ picture: shown }) => shown)).toEqual([null, null])
  for (const guess of [
    'x',
    id!.slice(0, 42),
    `${id!.slice(0, 42)}${id!.endsWith('A') ? 'B' : 'A'}`,
    '../api/ready',
    '%00',
  ])
    expect((await jonas.get(`/pictures/${encodeURIComponent(guess)}`)).status, guess).toBeGreaterThanOrEqual(400)
})

test('a logo is its organisation’s to set; it keeps its shape', async () => {
  const image = await jpeg(1_000, 500)
  for (const [person, code] of [
    [ben, 'forbidden'],
    [town.admin, 'forbidden'],
    [jonas, 'not_found'],
  ] as const)
    await expect(person.call(SetLogo, { organisationId: arnsberg, image })).rejects.toMatchObject({ code })
  const { logo } = await maria.call(SetLogo, { organisationId: arnsberg, image })
  expect(await ben.call(ListOrganisations, {})).toMatchObject([{ logo }])
  const bytes = Buffer.from(await (await ben.get(pathOf(logo))).arrayBuffer())
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 256, height: 128 })
  expect(await maria.call(SetLogo, { organisationId: arnsberg, image: null })).toMatchObject({ logo: null })
})

test('what is no picture, or would be too much of one, is refused and does no harm', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
  const jpegStart = Buffer.from((await jpeg(300, 300)).slice(0, 400), 'base64')
  const bomb = await sharp({ create: { width: 5_000, height: 5_000, channels: 3, background: 'white' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const files: Record<string, Buffer> = {
    svg: Buffer.from(svg),
    'svg behind a declaration': Buffer.from(`<?xml version="1.0"?>${svg}`),
    'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'a TIFF': await picture(64, 64).tiff().toBuffer(),
    'a GIF': await picture(64, 64).gif().toBuffer(),
    'half a JPEG': jpegStart,
    'a small file of 25 million pixels': bomb,
    nothing: Buffer.alloc(64),
  }
  for (const [name, file] of Object.entries(files)) {
    const sent = maria.call(SetMyPhoto, { image: file.toString('base64') })
    await expect(sent, name).rejects.toMatchObject({ code: 'invalid', details: { field: 'image' } })
  }
  const large = maria.call(SetMyPhoto, { image: 'A'.repeat(300_000) })
  await expect(large).rejects.toMatchObject({ code: 'too_large' })
  const noBase64 = maria.call(SetMyPhoto, { image: 'kein Bild, sondern Text mit Ümlauten' })
  await expect(noBase64).rejects.toMatchObject({ code: 'invalid' })
  // Encoding is dear: whoever sends picture after picture waits.
  const junk = 'A'.repeat(64)
  const codes: string[] = []
  for (let tries = 0; tries < 20; tries += 1) {
    const sent = await maria.call(SetMyPhoto, { image: junk }).catch((error: unknown) => error)
    codes.push((sent as { code: string }).code)
  }
  expect(codes.at(-1)).toBe('too_many')
})
