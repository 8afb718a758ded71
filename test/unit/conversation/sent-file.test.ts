import { describe, expect, it } from 'vitest'

import { takeSentFile } from '../../../src/conversation/flows/files/sent-file.js'
import { LIMITS, newSession } from '../../../src/conversation/session.js'
import type { Input } from '../../../src/domain/event.js'

type SentFile = Extract<Input, { kind: 'file' }>

const sent = (uniqueId: string, more: { caption?: string; context?: string; edited?: boolean } = {}): SentFile => {
  const { caption, ...rest } = more
  const file = { fileId: `F${uniqueId}`, uniqueId, kind: 'document', name: 'a.log', ...(caption ? { caption } : {}) } as const
  return { kind: 'file', file, messageId: 3, from: { firstName: 'Ana' }, ...rest }
}

describe('a message with a file', () => {
  it('brings the file, with what it answers below its own words', () => {
    const session = newSession(0)
    expect(takeSentFile(session, sent('1', { caption: 'hoje', context: 'em resposta a "Qual?"' }))).toMatchObject({
      file: { caption: 'hoje\n(em resposta a "Qual?")' },
    })
    expect(takeSentFile(session, sent('2', { context: 'mensagem encaminhada' }))).toMatchObject({
      file: { caption: '(mensagem encaminhada)' },
    })
  })

  it('brings words alone when only its caption was edited, and nothing when that was taken away', () => {
    const session = newSession(0)
    takeSentFile(session, sent('1', { caption: 'hoje' }))
    expect(takeSentFile(session, sent('1', { caption: 'ontem', edited: true }))).toMatchObject({
      words: { kind: 'text', text: 'ontem', edited: true },
    })
    expect(takeSentFile(session, sent('1', { edited: true }))).toEqual({ words: undefined })
  })

  it('brings the other file that an edit put into it', () => {
    const session = newSession(0)
    takeSentFile(session, sent('1'))
    expect(takeSentFile(session, sent('2', { edited: true }))).toMatchObject({ file: { uniqueId: '2' } })
  })

  it('that is sent twice brings the file twice', () => {
    const session = newSession(0)
    takeSentFile(session, sent('1'))
    expect(takeSentFile(session, sent('1'))).toMatchObject({ file: { uniqueId: '1' } })
  })

  it('is remembered among the last fifty', () => {
    const session = newSession(0)
    for (let file = 0; file < 200; file += 1) takeSentFile(session, sent(String(file)))
    expect(session.seenFiles).toHaveLength(LIMITS.seenFiles)
    expect(session.seenFiles.at(-1)).toBe('199')
  })
})
