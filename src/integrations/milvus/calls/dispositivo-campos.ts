import { z } from 'zod'

import { day, flag, instant, number, text as wireText } from '../../wire/record.js'

/**
 * A device's fields, by kind, in the document's spelling (`macaddres`, `mobile_blueetooth_nome`), each with a few words
 * for operators. What stands as `null` in the document's examples, its kind therefore unknown, is under `OPEN`.
 */
const TEXTS = {
  apelido: 'apelido',
  hostname: 'nome na rede',
  fabricante: 'fabricante',
  ip_interno: 'IP interno',
  localizacao: 'onde fica',
  macaddres: 'endereço MAC',
  marca: 'marca',
  numero_serial: 'número de série',
  numero_serie_bateria: 'número de série da bateria',
  placa_mae_product: 'produto da placa-mãe',
  potencia: 'potência',
  sistema_operacional: 'sistema operacional',
  tempo_de_troca_bateria: 'troca da bateria, em meses',
  voltagem_entrada: 'voltagem de entrada',
  voltagem_saida: 'voltagem de saída',
} as const

const NUMBERS = {
  cliente_id: 'id do cliente, não o token',
  tipo_dispositivo_id: 'id do tipo de dispositivo',
  nobreak_id: 'id do nobreak',
  TipoNobreak_id: 'id do tipo de nobreak',
  total_alertas: 'quantos alertas',
} as const

const FLAGS = {
  is_agent: 'tem o agente',
  is_ativo: 'ativo',
  is_gerenciavel: 'gerenciável',
  is_locado: 'locado',
  is_nobreak: 'é nobreak',
  is_notebook: 'é notebook',
  is_servidor: 'é servidor',
  is_tablet: 'é tablet',
  is_usb: 'é USB',
  is_vm: 'é máquina virtual',
  is_wireless: 'é sem fio',
  mobile_is_dual_chip: 'celular de dois chips',
  mobile_is_tablet: 'tablet móvel',
  mobile_sim1_is_ativo: 'chip 1 ativo',
  mobile_sim1_is_roaming: 'chip 1 em roaming',
  mobile_sim2_is_ativo: 'chip 2 ativo',
  mobile_sim2_is_roaming: 'chip 2 em roaming',
  possui_antivirus: 'tem antivírus',
  possui_display: 'tem tela',
} as const

/** Days, though they are written as the midnight of Greenwich: at that instant it is the day before in Brazil. */
const DAYS = {
  data_compra: 'compra, em ISO com Z',
  data_garantia: 'fim da garantia, em ISO com Z',
} as const

const INSTANTS = { data_exclusao: 'exclusão, em ISO com Z' } as const

const OPEN = {
  armazenamento: 'armazenamento',
  arquitetura_sistema_operacional: 'arquitetura do sistema',
  cod_tercerizada: 'código da terceirizada',
  cpu_usage: 'uso do processador',
  dispositivo_locado_id: 'id da locação',
  dominio: 'domínio',
  firewall_ativo: 'firewall ativo',
  gps_latitude: 'latitude',
  gps_longitude: 'longitude',
  grupo_dispositivo_id: 'id do grupo',
  ip_externo: 'IP externo',
  mobile_bateria_porcentagem: 'bateria do celular, em %',
  mobile_bateria_temperatura: 'temperatura da bateria',
  mobile_blueetooth_nome: 'nome do bluetooth',
  mobile_blueetooth_status: 'estado do bluetooth',
  mobile_bssid: 'BSSID',
  mobile_conexao_movel: 'conexão móvel',
  mobile_dhcp_server: 'servidor DHCP',
  mobile_dns_primario: 'DNS primário',
  mobile_dns_secundario: 'DNS secundário',
  mobile_fabricante: 'fabricante do celular',
  mobile_gateway: 'gateway do celular',
  mobile_hardware: 'hardware do celular',
  mobile_ip: 'IP do celular',
  mobile_is_view_block_app: 'vê bloqueio de aplicativos',
  mobile_macaddress: 'MAC do celular',
  mobile_memoria_disponivel: 'memória livre',
  mobile_memoria_total: 'memória total',
  mobile_memoria_utilizada: 'memória usada',
  mobile_modelo: 'modelo do celular',
  mobile_netmask: 'máscara de rede',
  mobile_numero_sim1: 'número do chip 1',
  mobile_numero_sim2: 'número do chip 2',
  mobile_processador: 'processador do celular',
  mobile_roaming: 'roaming',
  mobile_serial: 'série do celular',
  mobile_sim1_correiodevoz: 'correio de voz do chip 1',
  mobile_sim1_imei: 'IMEI do chip 1',
  mobile_sim1_iso: 'país do chip 1',
  mobile_sim1_operadora: 'operadora do chip 1',
  mobile_sim1_rede: 'rede do chip 1',
  mobile_sim2_correiodevoz: 'correio de voz do chip 2',
  mobile_sim2_imei: 'IMEI do chip 2',
  mobile_sim2_iso: 'país do chip 2',
  mobile_sim2_operadora: 'operadora do chip 2',
  mobile_sim2_rede: 'rede do chip 2',
  mobile_ssid: 'SSID do celular',
  mobile_storage_externo_disponivel: 'cartão, livre',
  mobile_storage_externo_total: 'cartão, total',
  mobile_storage_externo_utilizado: 'cartão, usado',
  mobile_storage_interno_disponivel: 'memória interna, livre',
  mobile_storage_interno_total: 'memória interna, total',
  mobile_storage_interno_utilizado: 'memória interna, usada',
  mobile_sync_tempo: 'tempo de sincronização',
  mobile_sync_tipo: 'tipo de sincronização',
  mobile_tecnologia_transmissao: 'tecnologia de transmissão',
  mobile_versao_android: 'versão do Android',
  mobile_versao_firmware: 'versão do firmware',
  mobile_versao_ios: 'versão do iOS',
  mobile_versao_windows_phone: 'versão do Windows Phone',
  mobile_view_inventario: 'vê o inventário',
  mobile_view_novo_chamado: 'vê novo chamado',
  mobile_wifi_status: 'estado do wi-fi',
  modelo: 'modelo',
  modelo_notebook: 'modelo do notebook',
  numero_telefone: 'número do telefone',
  observacao: 'observação',
  patrimonio: 'patrimônio',
  periferico_rede_id: 'id do periférico de rede',
  placa_mae: 'placa-mãe',
  placa_mae_modelo: 'modelo da placa-mãe',
  placa_mae_serial: 'série da placa-mãe',
  porta_sip: 'porta SIP',
  portas_rtp: 'portas RTP',
  processador: 'processador',
  proxy_endereco: 'endereço do proxy',
  proxy_porta: 'porta do proxy',
  proxy_usuario: 'usuário do proxy',
  qtd_portas: 'quantas portas',
  ram_total: 'memória RAM',
  ram_usage: 'uso da RAM',
  ramal: 'ramal',
  rede: 'rede',
  servidor_voip: 'servidor VoIP',
  sistema_operacional_atualizado: 'sistema atualizado',
  sistema_operacional_disco: 'disco do sistema',
  sistema_operacional_servicepack: 'service pack',
  sistema_operacional_versao_build: 'versão do sistema',
  status_vulnerabilidade_id: 'id da vulnerabilidade',
  teamviewer_id: 'id do TeamViewer',
  temperatura_cpu: 'temperatura do processador',
  TipoPerifericoRede: 'tipo do periférico de rede',
  TipoPerifericoRedeVelocidade: 'velocidade do periférico de rede',
  total_maximo_slots: 'quantos slots',
  total_processadores: 'quantos processadores',
  update_ativo: 'atualização ativa',
  usuario: 'usuário',
  usuario_logado: 'usuário que entrou',
  versao_client: 'versão do agente',
  wireless_ssid: 'SSID',
} as const

/** May be written, and never come through in an answer. */
const SECRETS = {
  proxy_senha: 'senha do proxy',
  senha: 'senha',
  sistema_operacional_licenca: 'licença do sistema',
  wireless_senha: 'senha do wi-fi',
} as const

const iso = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

/** All fields as they are sent; `null` empties one. */
export const deviceShape = {
  ...fields(TEXTS, z.string()),
  ...fields(NUMBERS, z.number().int().min(0)),
  ...fields(FLAGS, z.boolean()),
  ...fields({ ...DAYS, ...INSTANTS }, iso),
  ...fields({ ...OPEN, ...SECRETS }, z.union([z.string(), z.number(), z.boolean()])),
}

/** What a listing shows of a device; the operating system's licence key is not named. */
export const listedFields = {
  id: number,
  hostname: wireText,
  apelido: wireText,
  ip_interno: wireText,
  macaddres: wireText,
  marca: wireText,
  fabricante: wireText,
  is_ativo: flag,
  data_criacao: instant,
  ip_externo: wireText,
  data_ultima_atualizacao: instant,
  dominio: wireText,
  sistema_operacional: wireText,
  placa_mae: wireText,
  placa_mae_serial: wireText,
  processador: wireText,
  versao_client: wireText,
  observacao: wireText,
  usuario_logado: wireText,
  total_processadores: number,
  numero_serial: wireText,
  placa_mae_modelo: wireText,
  data_compra: day,
  data_garantia: day,
  modelo_notebook: wireText,
  nome_fantasia: wireText,
  tipo_dispositivo_text: wireText,
  tipo_dispositivo_icone: wireText,
}

/**
 * All fields as they are read, without the secrets: those that are written, those that only a listing shows, and
 * `unidade_negocio_id` (seen in integrations).
 */
export const deviceFields = {
  ...kinds(TEXTS, wireText),
  ...kinds(NUMBERS, number),
  ...kinds(FLAGS, flag),
  ...kinds(DAYS, day),
  ...kinds(INSTANTS, instant),
  ...kinds(OPEN, z.union([wireText, z.boolean()])),
  ...listedFields,
  unidade_negocio_id: number,
}

function fields<const N extends Readonly<Record<string, string>>, S extends z.ZodType>(names: N, kind: S) {
  const entries = Object.entries(names).map(([name, words]) => [name, kind.nullable().optional().describe(words)])
  // The keys are those of `names`, which `Object.fromEntries` forgets.
  return Object.fromEntries(entries) as Record<keyof N, z.ZodOptional<z.ZodNullable<S>>>
}

function kinds<const N extends Readonly<Record<string, string>>, S extends z.ZodType>(names: N, kind: S) {
  return Object.fromEntries(Object.keys(names).map((name) => [name, kind])) as Record<keyof N, S>
}
