import { AppError } from '../../domain/errors.js'
import { maskPersonalData } from '../../lib/redaction.js'
import { BOT_COMMANDS } from '../../telegram/bot-profile.js'
import { createTelegramInspection, type TelegramInspection } from '../../telegram/inspection.js'
import { wholeWebhookUrl } from '../../telegram/webhook.js'
import { bad, ok, skipped, warning, type Check, type Outcome } from '../check.js'
import type { Section } from '../environment.js'
import { tellFailure } from '../failure.js'
import type { World } from '../world.js'
import { notLookedAt } from './environment.js'

const CALL_MS = 8_000
const MANY_PENDING = 100
const RECENT_MS = 60 * 60_000

/** Telegram: the token, how updates come in, the operators' chat, the menu of commands. */
export function telegramChecks({ env }: World): Check[] {
  const blocked = notLookedAt('telegram', env.telegram, '')
  if (blocked || env.telegram.kind !== 'ready') return blocked ?? []
  const telegram = createTelegramInspection({ ...env.telegram.config, timeoutMs: CALL_MS })
  const of = (what: string, title: string, run: () => Promise<Outcome>): Check => {
    return { id: `telegram.${what}`, system: 'telegram', title, needs: ['telegram.token'], run: () => attempt(run) }
  }
  return [
    { ...of('token', 'Token do bot', () => lookAtBot(telegram)), needs: [] },
    of('webhook', 'Webhook', () => lookAtWebhook(telegram, env.webhook)),
    of('ops', 'OPS_CHAT_ID', () => lookAtOps(telegram, env.opsChatId)),
    of('commands', 'Menu de comandos', () => lookAtCommands(telegram)),
  ]
}

async function lookAtBot(telegram: TelegramInspection): Promise<Outcome> {
  const { username, joinsGroups, readsGroups } = await telegram.me()
  const groups = joinsGroups ? 'pode ser posto em grupos' : 'não entra em grupos'
  if (!readsGroups) return ok(`@${username}; ${groups}`)
  return warning(`@${username}; lê tudo o que se escreve em grupos`, 'O bot só atende em particular: no @BotFather, ligue /setprivacy.')
}

async function lookAtWebhook(
  telegram: TelegramInspection,
  configured: Section<{ url: string }>,
): Promise<Outcome> {
  if (configured.kind === 'blocked') return skipped(`não verificado: corrija ${configured.by.join(', ')}`)
  const { url, pending, lastError } = await telegram.webhook()
  const waiting = pending === 0 ? '' : `; ${String(pending)} ${pending === 1 ? 'mensagem à espera' : 'mensagens à espera'}`
  const there = hostOf(url)
  if (configured.kind === 'off') {
    if (url !== '') {
      return warning(
        `registrado em ${there}, e aqui está configurado o polling${waiting}`,
        'Outro programa usa este bot? Ao iniciar, o Plantão tira esse webhook e passa a receber as mensagens.',
        'Se o webhook é seu, preencha TELEGRAM_WEBHOOK_URL e TELEGRAM_WEBHOOK_SECRET.',
      )
    }
    return pending > MANY_PENDING ? warning(`polling${waiting}`, BACKLOG) : ok(`polling${waiting}`)
  }
  const here = hostOf(configured.config.url)
  if (url === '') return warning(`ainda não registrado em ${here}${waiting}`, 'O bot o registra ao iniciar: nada a fazer antes disso.')
  if (there !== here) {
    return warning(
      `registrado em ${there}, e aqui está configurado ${here}${waiting}`,
      'Outro programa usa este bot? Ao iniciar, o Plantão o registra no endereço configurado.',
    )
  }
  if (url !== wholeWebhookUrl(configured.config.url)) {
    return warning(`registrado em ${here}, com outro caminho${waiting}`, 'Ao iniciar, o bot o registra no caminho configurado.')
  }
  const ageMs = lastError ? Date.now() - lastError.at : Infinity
  if (lastError && ageMs < RECENT_MS) {
    return warning(
      `falhou há ${String(Math.max(1, Math.round(ageMs / 60_000)))} min${waiting}`,
      `O Telegram disse: “${maskPersonalData(lastError.message.replace(/\s+/gu, ' ').replace(/[“”]/gu, '"'))}”`,
      'Confira o certificado, o proxy e se o bot está no ar: o caminho vai a POST /telegram/webhook na PORT.',
    )
  }
  return pending > MANY_PENDING ? warning(`registrado em ${here}${waiting}`, BACKLOG) : ok(`registrado em ${here}${waiting}`)
}

const BACKLOG = 'Serão todas respondidas quando o bot iniciar; confira se ele ficou parado.'

async function lookAtOps(telegram: TelegramInspection, chat: Section<string>): Promise<Outcome> {
  if (chat.kind === 'blocked') return skipped(`não verificado: corrija ${chat.by.join(', ')}`)
  if (chat.kind === 'off') return skipped('não configurado: ninguém é avisado de falhas')
  try {
    await telegram.chat(chat.config)
    return ok('o bot alcança o chat da equipe')
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'chat-gone') throw error
    return bad(
      'o bot não alcança este chat',
      'Ponha o bot no grupo, ou mande /start a ele nesse chat, e confira o id: o de um grupo é negativo.',
      'Um grupo que vira supergrupo muda de id.',
    )
  }
}

async function lookAtCommands(telegram: TelegramInspection): Promise<Outcome> {
  const there = await telegram.commands()
  const missing = BOT_COMMANDS.filter((command) => !there.includes(command))
  if (there.length === 0) return ok('ainda vazio: o bot o define ao iniciar')
  if (missing.length === 0 && there.length === BOT_COMMANDS.length) return ok(`${String(there.length)} comandos`)
  return warning('é de outra versão, ou de outro programa', 'O bot o define ao iniciar. Se não for ele, outro programa usa este bot.')
}

async function attempt(look: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await look()
  } catch (error) {
    return tellFailure(error, {
      unauthorized: [
        'Confira TELEGRAM_BOT_TOKEN com o @BotFather (/mybots, API Token): pode ter sido trocado ou cortado.',
        'Se TELEGRAM_API_ROOT está definida, confira também se ela leva à API do Telegram.',
      ],
    })
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
