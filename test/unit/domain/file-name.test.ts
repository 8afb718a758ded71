import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { safeFileName, typeOfName } from '../../../src/domain/file-name.js'

const named = (name: string, kind: 'photo' | 'document' | 'video' | 'voice' = 'document'): string => safeFileName({ name, kind })

describe("a customer's name for a file", () => {
  it('keeps its letters, accents included, and a known ending', () => {
    expect(named('Comprovante de março (2).PDF')).toBe('Comprovante de março (2).pdf')
    expect(named('relatório.v2.docx')).toBe('relatório v2.docx')
  })

  it.each([
    ['../../etc/passwd', 'etc passwd.bin'],
    ['C:\\temp\\a.txt', 'C temp a.txt'],
    ['a"; filename="x.html.pdf', 'a filename x html.pdf'],
    ['a\r\nset-cookie: x.png', 'a set-cookie x.png'],
    ['foto\u202egpj.exe', 'foto gpj exe.bin'],
    ['pagina.html', 'pagina html.bin'],
    ['desenho.svg', 'desenho svg.bin'],
    ['https://exemplo.invalid/a.pdf', 'https exemplo invalid a.pdf'],
    ['exemplo.com', 'exemplo com.bin'],
    ['constructor.constructor', 'constructor constructor.bin'],
    ['.pdf', 'arquivo.pdf'],
    ['', 'arquivo.bin'],
  ])('%j becomes %j', (name, safe) => {
    expect(named(name)).toBe(safe)
  })

  it('without an ending gets that of its kind', () => {
    expect([named('foto', 'photo'), named('oi', 'voice'), named('casa', 'video')]).toEqual(['foto.jpg', 'oi.ogg', 'casa.mp4'])
  })

  it('is short and has one dot, no mark of a path, an address or a direction, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const safe = named(name)
        expect(safe.length).toBeLessThanOrEqual(60)
        expect(safe).toMatch(/^[\p{L}\p{M}\p{N}_()+ -]+\.[a-z\d]{1,8}$/u)
        expect(safe.isWellFormed()).toBe(true)
      }),
    )
  })

  it('has a media type from a closed list, never one that runs', () => {
    expect(typeOfName('a.jpg')).toBe('image/jpeg')
    expect(typeOfName('a.PDF')).toBe('application/pdf')
    for (const name of ['a.html', 'a.svg', 'a.xml', 'a.txt', 'a.bin', 'a.constructor', 'a', '']) {
      expect(typeOfName(name), name).toBe('application/octet-stream')
    }
  })
})
