import { currentLanguage, useLanguage, type Language } from './language.ts'

type TextFunction = (...input: never[]) => string
interface TextTree {
  readonly [name: string]: string | TextFunction | TextTree
}

/** The shape of a text tree without its wording: every language must have exactly this. */
type Shape<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends string
    ? string
    : Tree[Name] extends (...input: infer Input) => string
      ? (...input: Input) => string
      : Shape<Tree[Name]>
}

/** Names in `Tree` that `Expected` does not know become unwritable. */
type Exactly<Tree, Expected> = {
  [Name in keyof Tree]: Name extends keyof Expected
    ? Tree[Name] extends string | TextFunction
      ? Tree[Name]
      : Exactly<Tree[Name], Expected[Name]>
    : never
}

export type Texts<Tree> = Readonly<Record<Language, Shape<Tree>>>

/**
 * The words of one feature in every language, side by side. German gives the shape; a text that is missing, left over or
 * takes other values in English does not compile.
 */
export function defineTexts<German extends TextTree, English extends Shape<German>>(texts: {
  de: German & Shape<German>
  en: English & Exactly<English, German>
}): Texts<German> {
  return texts
}

/** The words in the language of the interface; the component renders again when it changes. */
export function useTexts<Tree>(texts: Texts<Tree>): Shape<Tree> {
  return texts[useLanguage()]
}

/** The words in the current language, for code outside of components. */
export function readTexts<Tree>(texts: Texts<Tree>): Shape<Tree> {
  return texts[currentLanguage()]
}

const pluralRules: Readonly<Record<Language, Intl.PluralRules>> = {
  de: new Intl.PluralRules('de'),
  en: new Intl.PluralRules('en'),
}

/** Picks the form for `count` by the rules of the current language; `none`, where given, is for zero. */
export function plural(count: number, forms: { none?: string; one: string; other: string }): string {
  if (count === 0 && forms.none !== undefined) return forms.none
  return pluralRules[currentLanguage()].select(count) === 'one' ? forms.one : forms.other
}
