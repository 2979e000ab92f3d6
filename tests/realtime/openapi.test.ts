import { Validator } from '@seriousme/openapi-schema-validator'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsNoSession } from '#wire/command'
import { isForTokens, type Right } from '#wire/permissions'
import { startApp, type TestApp } from '../support/app.ts'

interface Operation {
  operationId?: string
  security?: unknown[]
}
interface Documentation {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

const contract = JSON.parse(readFileSync(new URL('../wire/contract.json', import.meta.url), 'utf8')) as {
  commands: Record<string, { right: Right }>
}

let app: TestApp
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.close())

test('the documentation is OpenAPI 3.1 and names every command once, nothing else but the state', async () => {
  const text = await (await fetch(`${app.url}/api/docs/json`)).text()
  const { valid, errors } = await new Validator().validate(JSON.parse(text) as Record<string, unknown>)
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)

  const { openapi, paths } = JSON.parse(text) as Documentation
  expect(openapi).toMatch(/^3\.1\./)
  const documented = Object.entries(paths).map(([path, methods]) => `${Object.keys(methods).join()} ${path}`)
  const commands = Object.keys(contract.commands).map((name) => `post /api/${name}`)
  expect(new Set(documented)).toEqual(
    new Set([...commands, 'get /api/health', 'get /api/ready', 'post /api/hooks/{secret}']),
  )

  for (const [name, { right }] of Object.entries(contract.commands)) {
    const operation = paths[`/api/${name}`]?.['post']
    expect(operation?.operationId).toBe(name)
    expect(operation?.security, name).toEqual(securityOf(right))
  }
})

function securityOf(right: Right): unknown[] | undefined {
  if (needsNoSession({ right })) return []
  return isForTokens(right) ? [{ session: [] }, { token: [] }] : undefined
}

test('the documentation page comes whole from here', async () => {
  const page = await fetch(`${app.url}/api/docs`)
  expect(page.status).toBe(200)
  expect(await page.text()).not.toMatch(/(src|href)="(https?:)?\/\//)
})
