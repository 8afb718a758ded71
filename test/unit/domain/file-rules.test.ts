import { describe, expect, it } from 'vitest'

import type { FileRef } from '../../../src/domain/file.js'
import { judgeFile, type FileContent } from '../../../src/domain/file-rules.js'

const named = (name: string, kind: FileRef['kind'] = 'document'): FileRef => ({ fileId: 'f', uniqueId: 'u', kind, name })
const typed = (ext: string): FileContent => ({ kind: 'read', head: new Uint8Array([1]), ext })
const plain = (text: string | Uint8Array): FileContent => ({
  kind: 'read',
  head: typeof text === 'string' ? new TextEncoder().encode(text) : text,
})

describe('a file told by its content', () => {
  it.each([
    ['tela.png', 'png'],
    ['foto.jpg', 'jpg'],
    ['foto.JPEG', 'jpg'],
    ['foto.webp', 'webp'],
    ['foto.heic', 'heic'],
    ['conta.pdf', 'pdf'],
    ['carta.doc', 'cfb'],
    ['carta.docx', 'docx'],
    ['fotos.zip', 'zip'],
    ['fotos.rar', 'rar'],
    ['config.xml', 'xml'],
    ['modem.cfg', 'xml'],
    ['video.mp4', 'mp4'],
    ['video.mov', 'mov'],
    ['voz.ogg', 'ogg'],
    ['voz.oga', 'opus'],
  ])('%s (%s) goes in under its own name', (name, ext) => {
    expect(judgeFile(named(name), typed(ext))).toEqual({ kind: 'accepted', name })
  })

  it.each([
    ['foto.png', 'jpg', 'foto.jpg'],
    ['arquivo', 'pdf', 'arquivo.pdf'],
    ['print.txt', 'png', 'print.png'],
  ])('%s that is a %s gets the right ending: %s', (name, ext, right) => {
    expect(judgeFile(named(name), typed(ext))).toEqual({ kind: 'accepted', name: right })
  })

  it('a Word file whose first bytes only say “zip” stays a Word file', () => {
    expect(judgeFile(named('carta.docx'), typed('zip'))).toEqual({ kind: 'accepted', name: 'carta.docx' })
  })

  it.each([
    ['virus.pdf', 'exe'],
    ['foto.jpg', 'elf'],
    ['planilha.xlsx', 'xlsx'],
    ['instalador.msi', 'cfb'],
    ['pacote.7z', '7z'],
  ])('%s (%s) is refused', (name, ext) => {
    expect(judgeFile(named(name), typed(ext))).toEqual({ kind: 'refused' })
  })
})

describe('a text', () => {
  it.each(['nota.txt', 'roteador.log', 'modem.cfg', 'rede.ini', 'dados.xml'])('%s goes in', (name) => {
    expect(judgeFile(named(name), plain('linha 1\r\n\tção 2\n'))).toEqual({ kind: 'accepted', name })
  })

  it('of an old encoding or UTF-16 goes in', () => {
    const latin1 = Uint8Array.from(Buffer.from('conexão caiu às 10h', 'latin1'))
    const utf16 = Uint8Array.from([0xff, 0xfe, 0x6f, 0, 0x69, 0])
    expect(judgeFile(named('a.txt'), plain(latin1)).kind).toBe('accepted')
    expect(judgeFile(named('a.txt'), plain(utf16)).kind).toBe('accepted')
  })

  it('without a name gets the ending of a text', () => {
    expect(judgeFile(named('arquivo'), plain('olá'))).toEqual({ kind: 'accepted', name: 'arquivo.txt' })
  })

  it('that is none, or has another ending, is refused', () => {
    const binary = Uint8Array.from({ length: 200 }, (_, index) => index % 7)
    expect(judgeFile(named('a.txt'), plain(binary))).toEqual({ kind: 'refused' })
    expect(judgeFile(named('pagina.html'), plain('<html>'))).toEqual({ kind: 'refused' })
    expect(judgeFile(named('semnome'), plain(binary))).toEqual({ kind: 'refused' })
  })
})

describe('a file whose content cannot be read now', () => {
  it.each(['a.pdf', 'a.docx', 'a.log', 'a.HEIC'])('%s goes in by its name', (name) => {
    expect(judgeFile(named(name), { kind: 'unread' })).toEqual({ kind: 'accepted', name })
  })

  it('is refused by its name too', () => {
    expect(judgeFile(named('a.exe'), { kind: 'unread' })).toEqual({ kind: 'refused' })
    expect(judgeFile(named('a'), { kind: 'unread' })).toEqual({ kind: 'refused' })
  })

  it.each(['video', 'voice', 'audio', 'videoNote', 'animation'] as const)('goes in when Telegram calls it %s', (kind) => {
    expect(judgeFile(named('sem-final', kind), { kind: 'unread' }).kind).toBe('accepted')
  })
})

it('a voice or a video of no known format goes in as it is; a program does not', () => {
  const unknown = plain(Uint8Array.from([1, 2, 3, 0]))
  expect(judgeFile(named('voz.ogg', 'voice'), unknown)).toEqual({ kind: 'accepted', name: 'voz.ogg' })
  expect(judgeFile(named('voz.ogg', 'voice'), typed('exe'))).toEqual({ kind: 'refused' })
})

it('a file over Telegram’s limit is too big', () => {
  expect(judgeFile(named('a.pdf'), { kind: 'tooBig' })).toEqual({ kind: 'tooBig' })
})
