import type { Article } from './types.js'

/** What the knowledge base says when it finds nothing: a sentence, not an empty answer (docs/errata.md). */
export const NOTHING_FOUND = 'Não encontrei informações sobre esse assunto na base de conhecimento.'

export const articles: readonly Article[] = [
  {
    id: 1820,
    palavras: ['sem internet', 'sem conexao', 'sem sinal', 'caiu', 'luz vermelha', 'los'],
    texto:
      'Para restabelecer a conexão:\n' +
      '1. Confira se o cabo amarelo de fibra está bem encaixado no equipamento.\n' +
      '2. Desligue a ONU e o roteador da tomada, espere 30 segundos e ligue primeiro a ONU.\n' +
      '3. Aguarde 3 minutos. A luz PON deve ficar verde e fixa; a luz LOS deve ficar apagada.',
  },
  {
    id: 1821,
    palavras: ['lenta', 'lento', 'lentidao', 'velocidade', 'devagar'],
    texto:
      'Para verificar a velocidade: conecte um computador por cabo na porta LAN 1, feche downloads e faça o teste. ' +
      'No Wi-Fi, prefira a rede de 5 GHz e fique a até 5 metros do roteador.',
  },
  {
    id: 1822,
    palavras: ['senha', 'wifi', 'wi-fi'],
    texto:
      'A senha do Wi-Fi está na etiqueta embaixo do roteador, no campo "Key". Ela pode ser trocada em 192.168.0.1.',
  },
  {
    id: 1823,
    palavras: ['boleto', 'fatura', 'segunda via', 'pagamento'],
    texto: 'A segunda via da fatura pode ser vista no menu Faturas, ou no aplicativo da Fibra Aurora.',
  },
]
