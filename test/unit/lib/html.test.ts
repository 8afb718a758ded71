import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { escapeHtml, htmlToText, splitHtml } from '../../../src/lib/html.js'

const visible = (html: string): string => htmlToText(html).replace(/\s+/gu, '')

/** Fails on a tag that closes what is not open, or stays open; attributes are of no interest here. */
function openTags(html: string): string[] {
  const open: string[] = []
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z-]+)[^>]*>/gu)) {
    if (slash === '') open.push(name ?? '')
    else if (open.pop() !== name) return ['mismatch']
  }
  return open
}

const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('internet', 'caiu.', 'R$ 99,90!', '👨‍👩‍👧', '<&>"', 'não…', 'a'.repeat(40)),
)
const leaf = fc
  .tuple(word, fc.constantFrom('', ' ', '\n', '\n\n', ' '))
  .map(([text, space]) => escapeHtml(text) + space)
const HREF = ' href="https://x.test/?a=1&amp;b=2"'
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        fc.constantFrom('b', 'i', 'u', 's', 'code', 'pre', 'blockquote', 'tg-spoiler', 'a'),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, inner]) => `<${name}${name === 'a' ? HREF : ''}>${inner.join('')}</${name}>`),
  ),
}))
const html = fc.array(node, { maxLength: 40 }).map((nodes) => nodes.join(''))

describe('escapeHtml', () => {
  it('makes any text come back as it was when read as HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(htmlToText(escapeHtml(text))).toBe(text)
      }),
    )
  })

  it('leaves no character that could open a tag, an entity or an attribute', () => {
    expect(escapeHtml('<b> & "x"')).toBe('&lt;b&gt; &amp; &quot;x&quot;')
  })
})

describe('htmlToText', () => {
  it('drops known tags and decodes named and numeric entities', () => {
    expect(htmlToText('<b>Olá</b>, <a href="https://x.test">Ana</a> &lt;3 &#39;&#x41;&quot;')).toBe('Olá, Ana <3 \'A"')
  })

  it('keeps what only looks like a tag or an entity, since somebody wrote it', () => {
    expect(htmlToText('2 < 3 & <foo> &nbsp; &#0; &#xD800;')).toBe('2 < 3 & <foo> &nbsp; &#0; &#xD800;')
  })
})

describe('splitHtml', () => {
  it('gives a short text back whole and nothing for a blank one', () => {
    expect(splitHtml('<b>Oi</b>, tudo bem?')).toEqual(['<b>Oi</b>, tudo bem?'])
    expect(splitHtml(' <b> \n</b> ')).toEqual([])
  })

  it('prefers the end of a paragraph, then of a sentence, then of a word', () => {
    expect(splitHtml('Um dois três.\n\nQuatro cinco. Seis', 24)).toEqual(['Um dois três.', 'Quatro cinco. Seis'])
    expect(splitHtml('Um dois três. Quatro cinco seis', 24)).toEqual(['Um dois três.', 'Quatro cinco seis'])
    expect(splitHtml('Um dois três quatro cinco seis', 24)).toEqual(['Um dois três quatro', 'cinco seis'])
  })

  it('closes the open tags at a cut and opens them again, attributes included', () => {
    expect(splitHtml('<b>um <a href="u">dois tres</a></b>', 32)).toEqual([
      '<b>um <a href="u">dois</a></b>',
      '<b><a href="u">tres</a></b>',
    ])
  })

  it('never cuts an entity or a surrogate pair', () => {
    expect(splitHtml('&amp;&amp;&amp;', 11)).toEqual(['&amp;&amp;', '&amp;'])
    expect(splitHtml('😀😀😀', 5)).toEqual(['😀😀', '😀'])
  })

  it('writes out what Telegram would refuse as text, and mends tags that do not match', () => {
    expect(splitHtml('1 < 2 & <foo> <b>x</i> y')).toEqual(['1 &lt; 2 &amp; &lt;foo&gt; <b>x y</b>'])
  })

  it('replaces a lone surrogate, which has no UTF-8 form', () => {
    expect(splitHtml('a\uD83Db')).toEqual(['a\uFFFDb'])
  })

  it('still makes progress where the tags alone are longer than the limit', () => {
    expect(splitHtml(`<a href="${'x'.repeat(50)}">abcdef</a>`, 4).map(htmlToText)).toEqual(['abcd', 'ef'])
  })

  it('keeps the visible text, stays below the limit and balances tags, whatever it is given', () => {
    fc.assert(
      fc.property(html, fc.integer({ min: 2, max: 300 }), (source, limit) => {
        const parts = splitHtml(source, limit)
        expect(parts.map(visible).join('')).toBe(visible(source))
        for (const part of parts) {
          expect(visible(part)).not.toBe('')
          expect(htmlToText(part).length).toBeLessThanOrEqual(limit)
          expect(openTags(part)).toEqual([])
          expect(splitHtml(part)).toEqual([part])
        }
      }),
    )
  })

  it('counts tags and entities too wherever a part has room for them', () => {
    fc.assert(
      fc.property(html, (source) => {
        for (const part of splitHtml(source, 1000)) expect(part.length).toBeLessThanOrEqual(1000)
      }),
    )
  })

  it('takes arbitrary text, tags or not, without losing any of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 2, max: 50 }), (source, limit) => {
        expect(splitHtml(source, limit).map(visible).join('')).toBe(visible(source))
      }),
    )
  })
})
