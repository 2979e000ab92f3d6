import { expect, test } from 'vitest'
import { TOKEN_RIGHTS } from '#protocol/integrations'
import { ABILITIES, abilitiesOf, READING, rightsOf, WRITING } from '../../client/features/integrations/right-words.ts'

test('every right a token can have is one thing one is asked for, and nothing else is', () => {
  expect(Object.values(ABILITIES).flat().toSorted()).toEqual([...TOKEN_RIGHTS].toSorted())
  expect([...READING, ...WRITING].toSorted()).toEqual(Object.keys(ABILITIES).toSorted())
  for (const ability of [...READING, ...WRITING]) expect(abilitiesOf(rightsOf([ability]))).toEqual([ability])
})
