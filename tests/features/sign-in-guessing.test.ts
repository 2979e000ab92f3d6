import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { AskForPasskey, SignIn, SignInByPasskey, WhoAmI, BeginPasskey, FinishPasskey, EnterCode } from '#protocol/auth'
import { SetPersonActive } from '#protocol/orgs'
import { Refusal } from '#wire/refusal'
import { PER_ACCOUNT, WRONG_AT_MOST, WRONG_IN_ALL } from '../../server/features/auth/guessing.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Authenticator } from '../support/authenticator.ts'
import { Browser } from '../support/person.ts'
import { addCodes, type CodeApp } from '../support/second-factor.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const ROUNDS = 200

let app: TestApp
let town: Town
let maria: Citizen

beforeAll(async () => {
  app = await startApp({ config: { trustProxy: true } })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Menden')
}, 120_000)
afterAll(() => app.close())

let lines = 0

/** A try from an address of its own. @returns the refusal, as it came, or undefined: in */
async function tryFrom(address: string, email: string, password: string): Promise<string | undefined> {
  const body = JSON.stringify({ email, password })
  const answer = await new Browser(app.url).post(`/api/${SignIn.name}`, body, { 'x-forwarded-for': address })
  const text = await answer.text()
  return answer.ok ? undefined : `${answer.status} ${text} ${answer.headers.getSetCookie().join()}`
}

const newAddress = () => {
  lines += 1
  return `10.${lines >> 16}.${(lines >> 8) & 255}.${lines & 255}`
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

/** By how much the medians of two sets can differ when nothing but chance is between them: more than in any of 400 shuffles. */
function chance(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b]
  const differences = Array.from({ length: 400 }, (_, turn) => {
    const mixed = all
      .map((time, at) => ({ time, key: Math.sin(turn * 7919 + at * 104_729) }))
      .toSorted((x, y) => x.key - y.key)
    const times = mixed.map(({ time }) => time)
    return Math.abs(median(times.slice(0, a.length)) - median(times.slice(a.length)))
  })
  return Math.max(...differences) * 1.5
}

describe('who has an account cannot be told', () => {
  test('unknown, wrong, deactivated, without a password and with a second factor: one answer, one time', async () => {
    const clara = maria
    const [gone, fresh, safe] = [
      await town.person('Gerda Gegangen', 'Menden'),
      await town.person('Frida Frisch', 'Menden'),
      await town.person('Sabine Sicher', 'Menden'),
    ]
    await addCodes(app, safe)
    await clara.call(SetPersonActive, { personId: gone.id, active: false })
    await app.app.deps.db.execute(sql`update users set password_hash = null where id = ${fresh.id}`)
    const kinds = {
      wrong: () => maria.email,
      unknown: () => `niemand.${lines}@menden.example`,
      deactivated: () => gone.email,
      withoutPassword: () => fresh.email,
      withSecondFactor: () => safe.email,
    }
    const names = Object.keys(kinds) as (keyof typeof kinds)[]
    const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
    const answers = new Set<string | undefined>()
    const { limits } = app.app.deps
    for (let round = -5; round < ROUNDS; round++) {
      // Interleaved, and each kind as often at each place.
      for (const [place] of names.entries()) {
        const name = names[(place + round + names.length * 5) % names.length]!
        const email = kinds[name]()
        await limits.clear(PER_ACCOUNT, email)
        const address = newAddress()
        const begin = performance.now()
        const answer = await tryFrom(address, email, 'ein falsches Passwort')
        if (round >= 0) times[name]!.push(performance.now() - begin)
        answers.add(answer)
      }
      await limits.clear(WRONG_IN_ALL, '')
    }
    expect([...answers]).toHaveLength(1)
    const middle = median(times['wrong']!)
    for (const name of names) {
      const difference = Math.abs(median(times[name]!) - middle)
      // Not more than chance makes of the same; and close enough to notice a hash that is left out, or another read.
      const bound = Math.max(chance(times[name]!, times['wrong']!), middle * 0.02)
      expect(difference, `${name}: ${difference} ms of ${middle} ms, by chance up to ${bound} ms`).toBeLessThan(bound)
      expect(bound).toBeLessThan(middle * 0.3)
    }
  }, 300_000)
})

describe('the whole installation is guessed at', () => {
  async function attack(wrong: number): Promise<void> {
    const { limits } = app.app.deps
    onTestFinished(async () => {
      await Promise.all([limits.clear(WRONG_IN_ALL, ''), limits.clear(WRONG_AT_MOST, '')])
    })
    // What so many wrong guesses from everywhere leave behind.
    for (let guess = 0; guess < wrong; guess++) {
      await limits.count(WRONG_IN_ALL, '')
      await limits.count(WRONG_AT_MOST, '')
    }
  }

  test('wrong guesses are counted over all accounts and addresses, right ones are not', async () => {
    const { limits } = app.app.deps
    await limits.clear(WRONG_IN_ALL, '')
    await attack(WRONG_IN_ALL.points - 1)
    expect(await tryFrom(newAddress(), maria.email, PASSWORD)).toBeUndefined()
    expect(await limits.isSpent(WRONG_IN_ALL, '')).toBe(false)
    await tryFrom(newAddress(), 'niemand@menden.example', 'geraten')
    expect(await limits.isSpent(WRONG_IN_ALL, '')).toBe(true)
  })

  test('then ten wrong guesses from one address are enough, known or unknown; a town hall that guesses right goes on', async () => {
    await attack(WRONG_IN_ALL.points)
    const [attacker, townHall] = [newAddress(), newAddress()]
    const answers: (string | undefined)[] = []
    for (let guess = 0; guess < 12; guess++)
      answers.push(await tryFrom(attacker, `niemand.${guess}@menden.example`, 'geraten'))
    expect(answers.map((answer) => answer?.slice(0, 3))).toEqual([...Array<string>(10).fill('401'), '429', '429'])
    expect(await tryFrom(attacker, maria.email, PASSWORD)).toMatch(/^429/)
    for (let visit = 0; visit < 20; visit++) expect(await tryFrom(townHall, maria.email, PASSWORD)).toBeUndefined()
  })

  test('in the end a password alone opens nothing; a second factor and a passkey do, and whoever is in stays', async () => {
    const safe = await town.person('Silke Sicher', 'Menden')
    const { codes }: { codes: CodeApp } = await addCodes(app, safe)
    const keyed = await town.person('Petra Passkey', 'Menden')
    const key = new Authenticator()
    const registration = key.register(await keyed.call(BeginPasskey, {}))
    await keyed.call(FinishPasskey, { name: 'Laptop', registration })
    await attack(WRONG_AT_MOST.points)

    const right = await tryFrom(newAddress(), maria.email, PASSWORD)
    expect(right).toMatch(/^429/)
    // Right and wrong, known and unknown are one answer.
    const others = [
      await tryFrom(newAddress(), maria.email, 'geraten'),
      await tryFrom(newAddress(), 'niemand@menden.example', 'geraten'),
      await tryFrom(newAddress(), safe.email, 'geraten'),
    ]
    expect(others).toEqual([right, right, right])
    const browser = new Browser(app.url)
    await browser.call(SignIn, { email: safe.email, password: PASSWORD })
    expect(await browser.call(EnterCode, { code: codes.code() })).toMatchObject({ id: safe.id })
    const other = new Browser(app.url)
    const answer = key.answer(await other.call(AskForPasskey, {}))
    expect(await other.call(SignInByPasskey, { answer })).toMatchObject({ id: keyed.id })
    expect(await maria.call(WhoAmI, {})).toMatchObject({ id: maria.id })
  })
})

test('guesses at links and codes of others find nothing and are slow', async () => {
  const browser = new Browser(app.url)
  const stepless = await browser.call(EnterCode, { code: '123456' }).catch((refusal: unknown) => refusal)
  expect(stepless).toBeInstanceOf(Refusal)
  expect(stepless).toMatchObject({ code: 'gone' })
  const planted = { cookie: `allmende_session=${'b'.repeat(43)}` }
  const guessed = await browser.post('/api/auth.enterCode', JSON.stringify({ code: '123456' }), planted)
  expect(guessed.status).toBe(410)
})
