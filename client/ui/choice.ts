/** One of several; `id` is what the program knows it by, `name` what people read. */
export interface Choice<Id extends string = string> {
  id: Id
  name: string
  description?: string | undefined
  isDisabled?: boolean | undefined
}
