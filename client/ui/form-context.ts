import { createContext } from 'react'

/** What a form tells its `SubmitButton`. */
export const FormContext = createContext<{ isPending: boolean }>({ isPending: false })
