import type { ReactNode } from 'react'
import { parseMarkdown, type Block, type Inline } from '#wire/markdown'
import { TextLink } from '../../ui/text-link.tsx'
import './message-text.css'

/** A message's source as elements; nothing of it is ever read as HTML. */
export function MessageText({ source }: { source: string }) {
  return <div className="message-text">{parseMarkdown(source).map(renderBlock)}</div>
}

function renderBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{block.children.map(renderInline)}</p>
    case 'heading':
      // No heading of the page: a message must not tear up its outline.
      return (
        <p key={key} className={`message-text-heading message-text-heading-${block.level}`}>
          {block.children.map(renderInline)}
        </p>
      )
    case 'code':
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return <blockquote key={key}>{block.children.map(renderBlock)}</blockquote>
    case 'list':
      return renderList(block, key)
    default:
      return block satisfies never
  }
}

function renderList({ start, items }: Block & { kind: 'list' }, key: number): ReactNode {
  const entries = items.map(renderItem)
  return start === null ? (
    <ul key={key}>{entries}</ul>
  ) : (
    <ol key={key} start={start}>
      {entries}
    </ol>
  )
}

function renderItem(item: readonly Block[], key: number): ReactNode {
  return <li key={key}>{item.map(renderBlock)}</li>
}

function renderInline(inline: Inline, key: number): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'break':
      return <br key={key} />
    case 'code':
      return <code key={key}>{inline.text}</code>
    case 'strong':
      return <strong key={key}>{inline.children.map(renderInline)}</strong>
    case 'emphasis':
      return <em key={key}>{inline.children.map(renderInline)}</em>
    case 'struck':
      return <s key={key}>{inline.children.map(renderInline)}</s>
    case 'link':
      return renderLink(inline, key)
    default:
      return inline satisfies never
  }
}

/** Where a link leads stands beside it, unless its text says so already. */
function renderLink({ href, host, children }: Inline & { kind: 'link' }, key: number): ReactNode {
  const [first] = children
  const saysWhere = first?.kind === 'text' && first.text === href
  return (
    <span key={key}>
      <TextLink href={href}>{children.map(renderInline)}</TextLink>
      {!saysWhere && <span className="message-text-host"> ({host})</span>}
    </span>
  )
}
