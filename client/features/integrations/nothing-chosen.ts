import { Refusal } from '#wire/refusal'

/** Of boxes of which one is needed, none is ticked: said before anything is sent. */
export function nothingChosen(field: string): Refusal {
  return new Refusal('invalid', 'nothing chosen', { field })
}

/** Says which boxes were meant, and what is wrong with the other fields that have words of their own. */
export function explainedBy(words: Readonly<Record<string, string>>): (failure: unknown) => string | undefined {
  return (failure) => {
    const field = failure instanceof Refusal && failure.code === 'invalid' ? failure.details.field : undefined
    return field === undefined ? undefined : words[field]
  }
}
