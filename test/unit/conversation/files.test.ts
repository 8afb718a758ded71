import { describe, expect, it } from 'vitest'

import { sampleLog, samplePng } from '../../../src/sandbox/sample-file.js'
import { Conversation } from '../../support/conversation.js'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const magic = (...bytes: number[]): Uint8Array => Uint8Array.from([...bytes, ...new Array<number>(64).fill(0)])
const PDF = text('%PDF-1.7\n%âãÏÓ\n1 0 obj')
const EXE = magic(0x4d, 0x5a, 0x90, 0)

/** Verified, at the step of files. */
async function awaitingFiles(): Promise<Conversation> {
  const bot = new Conversation()
  await bot.verify()
  await bot.say('tô sem internet')
  for (let index = 0; index < 3; index++) await bot.press('Pular')
  return bot
}

const kept = (bot: Conversation) => bot.session.draft?.files.map(({ name }) => name)

describe('files of a report', () => {
  it('of every kind are taken and told of in one sentence', async () => {
    const bot = await awaitingFiles()
    await bot.file(
      { kind: 'photo', caption: 'a luz do aparelho' },
      { kind: 'document', name: 'roteador.log', bytes: sampleLog() },
      { kind: 'document', name: 'conta.pdf', bytes: PDF },
      { kind: 'voice', name: 'voz.ogg', bytes: text('OggS\0\x02') },
      { kind: 'video', name: 'video.mp4', bytes: Uint8Array.from([0, 0, 0, 24, ...text('ftypisom'), 0, 0, 2, 0, ...text('isomiso2')]) },
    )
    expect(bot.text).toBe(bot.sentence('arquivos_recebidos', { quantidade: 5, total: 5 }))
    expect(bot.labels).toEqual(['Pronto'])
    expect(kept(bot)).toEqual(['foto.jpg', 'roteador.log', 'conta.pdf', 'voz.ogg', 'video.mp4'])
    expect(bot.session.draft?.files[0]?.caption).toBe('a luz do aparelho')
  })

  it('are told by content: a program under a picture’s name is refused, the rest kept', async () => {
    const bot = await awaitingFiles()
    await bot.file({ kind: 'document', name: 'foto.png', bytes: EXE }, { kind: 'document', name: 'tela.txt', bytes: samplePng() })
    expect(bot.text).toContain(bot.sentence('arquivo_tipo', { nome: 'foto.png' }))
    expect(kept(bot)).toEqual(['tela.png'])
  })

  it('that are too big, empty or of another type are named, and nothing else is lost', async () => {
    const bot = await awaitingFiles()
    await bot.file(
      { kind: 'video', name: 'longo.mp4', size: 20 * 1024 * 1024 + 1 },
      { kind: 'document', name: 'nada.txt', size: 0 },
      { kind: 'document', name: 'sem-tamanho.txt', bytes: new Uint8Array() },
      { kind: 'document', name: 'jogo.exe', bytes: EXE, caption: 'era isto que eu rodava' },
      { kind: 'photo' },
    )
    expect(bot.text).toContain(bot.sentence('arquivo_grande', { nome: 'longo.mp4' }))
    expect(bot.text).toContain(bot.sentence('arquivo_vazio', { nome: 'nada.txt' }))
    expect(bot.text).toContain(bot.sentence('arquivo_vazio', { nome: 'sem-tamanho.txt' }))
    expect(bot.text).toContain(bot.sentence('arquivo_tipo', { nome: 'jogo.exe' }))
    expect(kept(bot)).toEqual(['foto.jpg'])
    expect(bot.session.draft?.words).toContain('era isto que eu rodava')
  })

  it('that cannot be looked into now are taken by their name', async () => {
    const bot = await awaitingFiles()
    await bot.file({ kind: 'document', name: 'a.pdf' }, { kind: 'document', name: 'a.exe' })
    expect(kept(bot)).toEqual(['a.pdf'])
  })

  it('are thirty at most, told once', async () => {
    const bot = await awaitingFiles()
    await bot.file(...Array.from({ length: 40 }, () => ({})))
    expect(kept(bot)).toHaveLength(30)
    expect(bot.said.filter((said) => said.text === bot.sentence('arquivos_demais', { maximo: 30 }))).toHaveLength(1)
  })

  it('may come at any question, which stands', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.say('tô sem internet')
    await bot.file({})
    expect(bot.text).toBe(bot.sentence('arquivos_recebidos', { quantidade: 1, total: 1 }))
    await bot.say('piscando')
    expect(bot.session.draft?.answers).toHaveLength(1)
  })

  it('may come below the card, and are confirmed with it', async () => {
    const bot = await awaitingFiles()
    await bot.press('Pronto')
    await bot.file({})
    await bot.press('Confirmar')
    expect(bot.payloads('hubsoft.atendimento')[0]?.descricao).toContain('Arquivos do cliente (1)')
  })
})

describe('a file before anything was told', () => {
  it('is kept, and the problem asked for', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.file({})
    expect(bot.text).toBe(bot.sentence('arquivo_guardado'))
    await bot.say('a internet não funciona, a luz está assim')
    expect(kept(bot)).toEqual(['foto.jpg'])
    expect(bot.session.heldFiles).toEqual([])
  })

  it('with a caption begins the problem, which is not asked for again', async () => {
    for (const prepare of [
      (bot: Conversation) => bot.verify(),
      async (bot: Conversation) => {
        await bot.verify()
        await bot.press('Suporte')
      },
    ]) {
      const bot = new Conversation()
      await prepare(bot)
      await bot.file({ caption: 'sem internet, olha a luz' }, {})
      expect(bot.text).toContain('(1 de 3)')
      expect(bot.session.draft).toMatchObject({ words: ['sem internet, olha a luz'] })
      expect(kept(bot)).toHaveLength(2)
      expect(bot.text).not.toContain(bot.sentence('arquivo_guardado'))
    }
  })

  it('that is refused does not take its caption with it', async () => {
    const bot = new Conversation()
    await bot.verify()
    await bot.file({ kind: 'document', name: 'x.exe', bytes: EXE, caption: 'sem internet desde ontem' })
    expect(bot.text).toContain('(1 de 3)')
    expect(bot.session.draft?.words).toEqual(['sem internet desde ontem'])
  })

  it('of a stranger is kept with its caption until it is known who asks', async () => {
    const bot = new Conversation()
    await bot.file({ caption: 'sem internet, olha a luz' })
    expect(bot.text).toContain(bot.sentence('guardei_relato'))
    expect(bot.text).toContain(bot.sentence('arquivo_mantido', { quantidade: 1 }))
    await bot.say('e o telefone também')
    await bot.file({})
    expect(bot.text).toBe(bot.sentence('arquivo_mantido', { quantidade: 1 }))
    await bot.verify()
    expect(kept(bot)).toHaveLength(2)
    expect(bot.session.draft?.words).toEqual(['sem internet, olha a luz', 'e o telefone também'])
  })

  it('while the documento is awaited does not ask what is going on', async () => {
    const bot = new Conversation()
    await bot.command('start')
    await bot.file({})
    expect(bot.text).toBe(bot.sentence('arquivo_mantido', { quantidade: 1 }))
  })
})
