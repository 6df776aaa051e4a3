import { memo, useMemo, type ReactNode } from 'react';
import { type Block, type List, blocksOf } from './blocks.ts';
import { CodeBlock } from './CodeBlock.tsx';
import styles from './FormattedText.module.css';
import { TextLink } from './TextLink.tsx';
import { useFormatting } from './useFormatting.ts';
import type { Span } from './spans.ts';

/* eslint-disable react/no-array-index-key -- what a text consists of does not move */

interface FormattedTextProps {
  text: string;
  /** Tab stops within. */
  reachable: boolean;
}

/** What somebody wrote, with its marks shown as what they mean. Made of elements, never of markup. */
export const FormattedText = memo(function FormattedText({ text, reachable }: FormattedTextProps) {
  const inline = useFormatting();
  const blocks = useMemo(() => blocksOf(text, inline), [text, inline]);
  return <Blocks blocks={blocks} reachable={reachable} />;
});

function Blocks({ blocks, reachable }: { blocks: readonly Block[]; reachable: boolean }): ReactNode {
  return blocks.map((block, index) => {
    switch (block.kind) {
      case 'text':
        return (
          <p key={index} className={styles.lines}>
            {shown(block.spans)}
          </p>
        );
      case 'code':
        return <CodeBlock key={index} text={block.text} reachable={reachable} />;
      case 'quote':
        return (
          <blockquote key={index} className={styles.quote}>
            <Blocks blocks={block.inside} reachable={reachable} />
          </blockquote>
        );
      case 'list':
        return <Points key={index} list={block} />;
    }
  });
}

function Points({ list: { items } }: { list: List }): ReactNode {
  const Tag = items[0]?.number === null ? 'ul' : 'ol';
  return (
    <Tag className={styles.list}>
      {items.map(({ number, spans, inside }, index) => (
        <li key={index} value={number ?? undefined}>
          <span className={styles.lines}>{shown(spans)}</span>
          {inside.map((list, within) => (
            <Points key={within} list={list} />
          ))}
        </li>
      ))}
    </Tag>
  );
}

const shown = (spans: readonly Span[]): ReactNode[] =>
  spans.map((span, index) => (typeof span === 'string' ? span : <Marked key={index} span={span} />));

function Marked({ span }: { span: Exclude<Span, string> }): ReactNode {
  if ('inside' in span) {
    const Tag = span.mark;
    return <Tag>{shown(span.inside)}</Tag>;
  }
  if (span.mark === 'code') return <code className={styles.code}>{span.text}</code>;
  return <TextLink address={span.text} />;
}
