// Markdown as React elements, made from marked's tokens: nothing is ever set as HTML, raw HTML is shown as text, links stay text.
import type { ReactNode } from 'react';
import { marked, type Token, type Tokens } from 'marked';

export function Markdown({ text }: { readonly text: string }): ReactNode {
  return <div className="markdown">{blocks(marked.lexer(text))}</div>;
}

const blocks = (tokens: readonly Token[] | undefined): ReactNode[] => (tokens ?? []).map(toNode);

function toNode(token: Token, key: number): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading, key);
    case 'paragraph':
      return <p key={key}>{blocks(token.tokens)}</p>;
    case 'list':
      return list(token as Tokens.List, key);
    case 'table':
      return table(token as Tokens.Table, key);
    case 'code':
      return (
        <pre key={key} tabIndex={0}>
          <code>{token.text as string}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote key={key}>{blocks(token.tokens)}</blockquote>;
    case 'hr':
      return <hr key={key} />;
    case 'space':
      return null;
    default:
      return inline(token, key);
  }
}

function inline(token: Token, key: number): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{blocks(token.tokens)}</strong>;
    case 'em':
      return <em key={key}>{blocks(token.tokens)}</em>;
    case 'codespan':
      return <code key={key}>{token.text as string}</code>;
    case 'br':
      return <br key={key} />;
    case 'link':
      return (
        <span key={key} className="linkText" title={token.href as string}>
          {blocks(token.tokens)}
        </span>
      );
    default:
      return isNested(token) ? (
        <span key={key}>{blocks((token as Tokens.Text).tokens)}</span>
      ) : (
        <span key={key}>{unescape('text' in token ? String(token.text) : token.raw)}</span>
      );
  }
}

const isNested = (token: Token): boolean => Array.isArray((token as { readonly tokens?: unknown }).tokens);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const unescape = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? '');

function heading(token: Tokens.Heading, key: number): ReactNode {
  // The page and the panel have the first two levels.
  const Tag = token.depth <= 1 ? 'h3' : 'h4';
  return <Tag key={key}>{blocks(token.tokens)}</Tag>;
}

function list(token: Tokens.List, key: number): ReactNode {
  const Tag = token.ordered ? 'ol' : 'ul';
  return (
    <Tag key={key}>
      {token.items.map((item, index) => (
        <li key={index}>{blocks(item.tokens)}</li>
      ))}
    </Tag>
  );
}

function table(token: Tokens.Table, key: number): ReactNode {
  return (
    <div key={key} className="markdownTable">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col">
                {blocks(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{blocks(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
