/**
 * The words that a model may use of its own. What it says of a customer's affairs it says in the words of what was read,
 * joined by these: none of them tells that something was done, will be, costs or is owed. What a list of forbidden
 * phrases would have to foresee ("o estorno foi feito", "chave aleatória") has words that no source holds.
 */
import { normalizeWords } from '../../lib/plain-text.js'

/** Whether every word is one of these or of the known ones, in whatever number and gender. */
export function speaksOnly(text: string, ...known: readonly ReadonlySet<string>[]): boolean {
  return wordsOf(text).every((word) => known.some((words) => words.has(word)))
}

/**
 * The same of a question, in which one word more may stand: people ask about anything. Not where it tells that something
 * was done ("foi isentada, sabia?"), asks for something to be done with it ("instalar o …"), or for what is nobody's
 * business; and not where the question only hangs on a statement (", tudo bem?").
 */
export function asksOnly(text: string, ...known: readonly ReadonlySet<string>[]): boolean {
  const unknown = normalizeWords(text).replace(/\d+/gu, ' ').split(' ').filter((word) => word !== '' && !speaksOnly(word, ...known))
  const [word, ...others] = unknown
  if (word === undefined) return true
  return others.length === 0 && IS_QUESTION.test(text) && /^(?!.*(?:[ai]d|eit)[oa]s?$)\p{L}{3,}$/u.test(word) && !PRIVATE.test(word) && !BIDS.test(normalizeWords(text))
}

const IS_QUESTION = /^(?!.*[,;:–-]\s*\S+(?:\s\S+)?\s*\?$).*\?$/su
const BIDS = /\b(?:instal|baix[ae]|clic|acess[ae]|entr[ae]\b|digit|envi|mand[ae]|pass[ae]\b|transf|compr|assin)/u
const PRIVATE =
  /^(?:pass|senh|login|usuari|mor[ao]|resid|ganh|receb|salar|rend|idade|casad|filh|nasc|namor|bonus|brind|premi|sorte|grat|descont|promo|ofert|estorn|isen|reembols|devol|mult|juro|divid|process|judic|polic|spc|serasa|negativ|burr|idiot|imbecil|otari|trouxa|estupid)/u

/** The words of texts, without the endings of number and gender; those that mean the same in a record come with them. */
export function vocabularyOf(texts: readonly string[]): Set<string> {
  const words = new Set(texts.flatMap(wordsOf))
  for (const same of SAME) if (same.some((word) => words.has(word))) for (const word of same) words.add(word)
  return words
}

/** "Vencidas" is "vencid"; a verb keeps its form, so that "cancelar" is not "cancelado". Digits are claims. */
function wordsOf(text: string): string[] {
  return normalizeWords(text).replace(/\d+/gu, ' ').split(' ').filter((word) => word !== '').map(bare)
}

function bare(word: string): string {
  if (word.length < 4) return word
  return word.replace(/oes$/u, 'ao').replace(/ais$/u, 'al').replace(/eis$/u, 'el').replace(/s$/u, '').replace(/[aoe]$/u, '')
}

const list = (words: string): Set<string> => new Set(words.trim().split(/\s+/u).map(bare))

/** Words of systems and what people say for them. */
const SAME: readonly (readonly string[])[] = [
  'habilitado ativo',
  'conectado ativo online funcionando normal normalmente',
  'desconectado offline',
  'suspenso bloqueado',
  'vencida atrasada',
  'agendada marcada',
  'encerrado fechado',
  'aguardando aguarda',
].map((words) => [...list(words)])

/** Words that join others, and say nothing by themselves. */
export const JOINING: ReadonlySet<string> = list(`
  a o as os um uma de da do das dos em no na nos nas num numa por pelo pela pelos pelas para pra com sem e ou mas que
  se como quando onde qual quais quem quanto quantos ao aos entre ate desde apos depois antes durante ainda ja so
  apenas somente tambem mais menos muito pouco aqui ai la sim nao nem nenhum nenhuma nada tudo todo todos cada este
  estes esse esses isso isto aquele dele deles nele seu sua meu minha teu tua nosso voce voces ele eles ela elas eu me
  te lhe mesmo outro outros porque pois entao bem assim agora alem sobre enquanto vez vezes h dia dias hora horas
`)

/** Beside them, what an answer is made of. */
export const TELLING: ReadonlySet<string> = new Set([
  ...JOINING,
  ...list(`
  e sao esta estao estava tem temos ha consta constam aparece aparecem existe existem vence vencem venceu venceram
  vencer vi vejo mostre mostrar encontrei achei verifiquei consultei localizei mostra custa custam sai diz chama fica
  segue continua foi foram era possui pode podem posso ver pagar saber falar pedir escrever consultar conferir
  acompanhar ajudar quiser quer precisar escreva veja confira avisar avise opcao caso momento favor oi ola bom boa
  obrigado certo claro entendo entendi chato sinto desculpe internet fatura boleto pix pdf via conexao servico visita
  tecnico chamado atendimento protocolo plano valor preco vencimento cadastro numero data lista total situacao status
  menu pessoa equipe pedido atual atendente primeira segunda terceira ultima proxima nova antiga recente tipo nome
  endereco r real reais centavos mega megas mbps sistema assunto duvida janeiro fevereiro marco abril maio junho julho
  agosto setembro outubro novembro dezembro feira terca quarta quinta sexta sabado domingo dois duas tres quatro cinco
  seis sete oito nove dez onze doze treze quatorze catorze quinze dezesseis dezessete dezoito dezenove vinte trinta
  quarenta cinquenta sessenta setenta oitenta noventa cem cento duzentos trezentos quatrocentos quinhentos seiscentos
  setecentos oitocentos novecentos mil
`),
])

/** What a sentence may say beside them where it says that something is not so. */
export const DENYING: ReadonlySet<string> = list('aberta pendente atrasada vencida marcada agendada encontrada')

/** What a question is made of; the operator's own questions and the customer's words give the rest. */
export const ASKING: ReadonlySet<string> = new Set([
  ...TELLING,
  ...list(`
  acontece aconteceu acontecendo ocorre contar conte conta explicar explique descrever descreva dizer diga diz poderia
  gostaria prefere precisa deseja seria fosse refere referindo trata tratando quero entender saber melhor pouco
  detalhe detalhes exatamente problema pergunta ajuda ajudar algum alguma alguns algo coisa outro trecho jeito forma
  geral aparelho celular computador notebook tv televisao televisor videogame jogo video site aplicativo chamada
  ligacao tela mensagem erro foto imagem wi fi wifi rede cabo fibra luz luzes acesa apagada piscando vermelha verde
  roteador modem ligue lenta lento lentidao caiu cai caindo cair parou oscila oscilando trava travando funciona
  funcionando voltou sinal velocidade casa quarto sala comodo perto longe sempre vezes tempo momento manha tarde noite
  hoje ontem semana mes pagou pago paguei pagamento vencimento mudar trocar contratar cancelar instalar instalacao
  mudanca suporte financeiro antigo aberto abrir novo seguir continuar resolver resolveu tentou testou reiniciou
  desligou ligado modelo marca equipamento dispositivo usa usando usar conecta conectar conectada assistir jogar
  navega navegar acessa acessar acesso abre entra entrar carrega carregar cor botao antena repetidor canal som audio
  navegador programa teste testar resultado medir mediu download upload ping lag horario pico chuva raio tempestade
  vento obra energia queda faltou faltando vizinho predio apartamento andar parede lugar local ligar desligar tomada
  fonte conector linha telefone fixo mudo chiado ruido barulho ar whatsapp youtube netflix instagram console streaming
  filme serie reuniao trabalho aula arquivo falha falhando acontecer comecou comeca parado parando varios quantas
  frequencia pisca piscam los pon estavel instavel instabilidade oscilacao picotando corta cortando costuma costumam
  ocorreu ocorrendo ocorrido apresenta apresentando travamento recentemente ultimamente mexeu alguem trocou mudou
  mudando tirando tirar colocar colocou reiniciar reiniciando esperou esperar tenta tentar tentando piorou melhorou
  pior sumiu apareceu aparecendo mostrando escrito fora normal normalmente empresa loja escritorio comercio transtorno
  incomodo lamento frustracao chateacao paciencia forte fraco percebe percebeu verifica verificou congela print usam
  atencao motivo contato ok beleza perfeito anotei anotado cobranca diferente errado errada repetida anterior passado
  seguinte reclamacao solicitacao informacao questao prefira primeiro segundo ultimo simples rapida rapido completa
  inteira inteiro lados juntos sozinho proprio principal mostre mostrar chame chamar desbloqueio confianca
`),
])
