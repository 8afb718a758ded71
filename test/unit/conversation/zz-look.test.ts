import { it } from 'vitest'
import { Conversation } from '../../support/conversation.js'
import { rosa, ROSA_PHONE, makeAberto } from '../../support/conversation-reads.js'
it('look', async () => {
  const out: string[] = []
  const log = (bot: Conversation, what: string) => { out.push(`>>> ${what}`); for (const s of bot.said) out.push(`    ${s.text.replace(/\n/g, '\n    ')}\n      [${[...s.buttons.map(b=>b.label), ...(s.contactButton?['(CONTATO)']:[]), ...s.others].join(' | ')}]`) }
  const bot = new Conversation()
  bot.reads.answer = 'Desligue o aparelho da tomada por 1 minuto.'
  const say = async (t: string) => { await bot.say(t); log(bot, t) }
  const press = async (t: string) => { await bot.press(t); log(bot, `[${t}]`) }
  await say('boa tarde, tô sem internet'); await say('123'); await say('meu cpf é 123.456.789-00'); await say(rosa.documento)
  await bot.file({}); log(bot, 'FOTO')
  await bot.contact(ROSA_PHONE); log(bot, 'CONTATO')
  await press('Não resolveu'); await press('Alguma vermelha'); await press('Pular'); await say('ontem')
  await bot.file({}, {}); log(bot, 'FOTO FOTO')
  await press('Pronto'); await press('Confirmar')
  await bot.advance(10000); log(bot, '10s')
  await bot.settle('hubsoft.atendimento', { result: { idAtendimento: 1, protocolo: '2026001' } }); log(bot, 'opened')
  for (let i = 0; i < 3; i++) await bot.settle('hubsoft.anexo', { result: {} }); log(bot, 'anexos')
  await say('obrigada'); await say('ainda sem'); await press('Novo assunto'); await say('quero 2a via'); 
  bot.reads.abertos = [makeAberto(31, 1100)]
  await press('Não resolveu'); await press('Segunda via'); await press('Abrir agora'); await say('hmm'); await press('Abrir outro'); await press('Corrigir'); await say('quero a fatura de julho'); await press('Cancelar')
  await say('qual o valor do plano?'); await bot.command('atendente'); log(bot, '/atendente')
  await bot.advance(8000); log(bot, '8s'); await bot.settle('tempbox.abrir', { result: { atendimento: 'T1' } }); log(bot, 'open')
  await say('oi'); await bot.file({name:'x.jpg'}); log(bot, 'FOTO'); await bot.staff('Olá'); log(bot, 'staff'); await bot.command('encerrar'); log(bot, '/encerrar')
  await bot.command('fatura'); log(bot, '/fatura'); await bot.command('conexao'); log(bot, '/conexao'); await bot.command('chamados'); log(bot, '/chamados')
  await bot.command('sair'); log(bot, '/sair'); await say('oi'); await say('quero cancelar meu plano'); 
  out.push('----- relays'); for (const p of bot.payloads('tempbox.mensagem')) out.push(p.marker + ' ' + p.mensagem)
  out.push('----- descr'); for (const p of bot.payloads('hubsoft.atendimento')) out.push(p.descricao)
  for (const p of bot.payloads('hubsoft.mensagem')) out.push(p.mensagem)
  console.log(out.join('\n'))
})
