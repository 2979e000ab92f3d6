import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/base.css'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (!root) throw new Error('The page has no element "app"')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
