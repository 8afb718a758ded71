import type { Pass, Put } from './pass.js'

/**
 * What nothing but the words before it gives away: a name after "sou o", a password after "a senha é", an address after
 * "moro na". In doubt a word goes; what it is about stays, since the words before it do.
 */
export function introduced(put: Put): readonly Pass[] {
  const behind = (find: RegExp, kind: string): Pass => (piece) =>
    piece.replace(find, (_, before: string, found: string) => `${before}${put(kind, found)}`)
  return [
    behind(SECRET_TOLD, 'SENHA'),
    behind(SECRET_BESIDE, 'SENHA'),
    behind(ADDRESS, 'ENDERECO'),
    behind(NAMED, 'NOME'),
    behind(CALLED, 'NOME'),
  ]
}

const SECRET = String.raw`(?:senhas?|password|pin|cvv|cvc|c[óo]d(?:igo)? de seguran[çc]a|token|nome da rede|ssid)`
const ACCOUNT = '(?:login|usu[áa]rio|pppoe)'
/** "A senha do wifi é …": with the words that follow, as far as they are no sentence. */
const SECRET_TOLD = new RegExp(
  String.raw`((?<!\p{L})${SECRET}(?: (?:d[aeo]s?|n[ao]) (?:meu |minha )?[\p{L}-]{1,15}| antiga?| nova?| atual){0,3} ?(?:é|eh|era|[:=])[ :]{0,3})` +
    String.raw`(?!(?:a|o|essa?|esta|que|muito|a mesma)(?!\S))([^\s,;[\]]{2,40}(?: (?!(?:e|mas|que|n[ãa]o|nao|s[óo]|est[áa]|ta|t[áa]|quando|pra|para|por|d[aeo]|com|em|n[ao]|a|o)(?!\S))[^\s,;[\]]{1,20}){0,2})`,
  'giu',
)
/** "Senha tigre2019": only what looks like one. */
const SECRET_BESIDE = new RegExp(
  String.raw`((?<!\p{L})(?:${SECRET}|${ACCOUNT})(?: (?:d[aeo]s?|n[ao]) (?:meu |minha )?[\p{L}-]{1,15}){0,2}(?: (?:é|eh))?:? )((?=[^\s,;[\]]*[\d._@#$!])[^\s,;[\]]*[\p{L}\d][^\s,;[\]]*)`,
  'giu',
)
const ADDRESS =
  /((?<!\p{L})(?:endere[çc]o(?: completo| novo| atual)?(?: é| eh|:)|(?:moro|resido|mudei|mudando) (?:aqui )?(?:na|no|em|para|pra)) )((?:[\p{L}'.]{1,20} ){1,6}?(?:n[º°o.]* ?)?\d{1,5}[a-z]?(?:,? (?:casa|ap(?:to|artamento|\.)?|bloco|bl|fundos|lote) ?[\p{L}\d]{0,5}){0,2})(?![\p{L}\d])/giu

const MORE = String.raw`(?: (?:(?:d[aeo]s?|e) )?(?!(?:e|estou|to|t[ôo]|moro|sou|com|meu|minha|quero|preciso|queria|cpf|d[aeo]s?|que|n[ãa]o|na|no|titular|aqui|do|e)(?!\p{L}))\p{L}{2,20}){0,4}`
/** People say so of nothing but a name. */
const NAMED = new RegExp(
  String.raw`((?<!\p{L})(?:quem fala é|se chama|em nome d[aeo]|no nome d[aeo]|nome d[aeo] (?:titular|m[ãa]e|pai|esposa|marido|filh[ao])(?: é|:)|titular(?: é|:)|meu marido é o|minha esposa é a) (?:[oa] |sr\.? |sra\.? |dona |seu )?)` +
    String.raw`(?!(?:de|d[ao]|outr[ao]|meu|minha|quem|uma?|dele|dela|eu|mim|empresa|pessoa|outra|mesm[ao])(?!\p{L}))(\p{L}{2,20}${MORE})`,
  'giu',
)
/** "Sou o", "aqui é a": what people are also said so. */
const ROLE =
  'titular|don[ao]|cliente|espos[ao]|marido|mulher|filh[ao]|m[ãa]e|pai|respons[áa]vel|nov[ao]|mesm[ao]|inquilin[ao]|propriet[áa]ri[ao]|s[íi]ndic[ao]|morador\\p{L}*|vizinh[ao]|que|pessoa|primeir[ao]|[úu]nic[ao]|usu[áa]ri[ao]|t[ée]cnic[ao]|gerente|assinante|irm[ãa]o?|net[ao]|av[ôóo]|sobrinh[ao]|namorad[ao]|cunhad[ao]|secret[áa]ri[ao]|funcion[áa]ri[ao]|mo[çc]a|rapaz|cara|zelador\\p{L}*|porteir[ao]|contratante|fam[íi]lia|casa|rua|bairro|loja|empresa|escola|internet|net|luz|conex[ãa]o|problema|segunda|terceira|quarta|[úu]ltim[ao]|de|d[ao]|seu|sua|meu|minha|um|uma|roteador|modem|wi-?fi|plano|fatura|cidade|centro|zona|s[íi]tio|fazenda|rural|sem|muito|sempre|tudo|lent[ao]|normal'
const CALLED = new RegExp(
  String.raw`((?<!\p{L})(?:sou|aqui (?:é|quem fala é)|fal[ao] com|aqui fala) (?:[oa] |seu |dona )(?:sr\.? |sra\.? )?)(?!(?:${ROLE})(?!\p{L}))(\p{L}{2,20}${MORE})`,
  'giu',
)
