import { local, type Fields } from './http.js'
import type { Fatura, Pessoa, Servico } from './people.js'

/** Shapes of "HubSoft Documentation" (2020) 4.3, 4.7 and 4.6, extras and slips included. */

export function clienteShape(pessoa: Pessoa, wants: { conexao: boolean; desbloqueios: boolean }): Fields {
  return {
    id_cliente: pessoa.idCliente,
    codigo_cliente: pessoa.codigo,
    nome_razaosocial: pessoa.nome,
    nome_fantasia: null,
    tipo_pessoa: 'pf',
    cpf_cnpj: pessoa.cpf,
    telefone_primario: pessoa.telefones[0],
    telefone_secundario: pessoa.telefones[1],
    telefone_terciario: pessoa.telefones[2],
    email_principal: pessoa.email,
    email_secundario: null,
    rg: 'MG00000000',
    rg_emissao: null,
    inscricao_municipal: null,
    inscricao_estadual: null,
    data_cadastro: '2017-08-05 00:00:00',
    data_nascimento: pessoa.nascimento,
    alerta: pessoa.alertas.length > 0,
    alerta_mensagens: pessoa.alertas,
    campo_de_outra_versao: { qualquer: [1, null] },
    servicos: pessoa.servicos.map((one) => servicoShape(one, wants)),
  }
}

function servicoShape(servico: Servico, wants: { conexao: boolean; desbloqueios: boolean }): Fields {
  return {
    id_cliente_servico: servico.id,
    numero_plano: servico.plano,
    nome: servico.nome,
    valor: servico.valor,
    status: servico.status,
    status_prefixo: servico.prefixo,
    tecnologia: 'FIBRA',
    login: servico.login,
    senha: 'segredo-do-cliente',
    ipv4: '10.99.2.203',
    ipv6: null,
    ...(wants.conexao ? { ultima_conexao: conexaoShape(servico) } : {}),
    ...(wants.desbloqueios ? { desbloqueios: desbloqueios(servico) } : {}),
    interface: { nome: 'PON5', tipo: 'gpon', called_sid: null },
    equipamento_conexao: { nome: 'OLT XPTO', ipv4: '192.168.2.100', ipv6: null },
    pacotes: null,
    endereco_instalacao: {
      completo: 'RUA DAS ACÁCIAS, 10 - CENTRO, CIDADE FICTÍCIA/MG',
      logradouro: 'RUA',
      endereco: 'DAS ACÁCIAS',
      numero: '10',
      complemento: '',
      bairro: 'CENTRO',
      cep: '35502-026',
      estado: 'MG',
      uf: 'MINAS GERAIS',
      cidade: 'Cidade Fictícia',
      coordenadas: { latitude: null, longitude: null },
    },
  }
}

function desbloqueios({ desbloqueios }: Servico): unknown {
  return Array.from({ length: desbloqueios }, (_, index) => ({ id_desbloqueio: index + 1, data_cadastro: local().iso }))
}

function conexaoShape({ conexao }: Servico): unknown {
  if (!conexao) return []
  const { conectado, desde } = conexao
  const { iso, br } = local(desde)
  return {
    conectado,
    ultima_conexao_datetime: `${conectado ? iso : local(Number(desde) - 3_600_000).iso}-03`,
    ultima_desconexao_datetime: conectado ? null : `${iso}-03`,
    ultima_conexao: conectado ? br : local(Number(desde) - 3_600_000).br,
    ultima_desconexao: conectado ? null : br,
    ultimo_ipv4: '189.90.210.100',
    ultimo_nas_ip: '10.28.33.20',
    status_txt: `${conectado ? 'CONECTADO' : 'DESCONECTADO'} HÁ 0 MES(ES), 2 DIA(S) - 189.90.210.100(10.28.50.20)`,
    status_txt_resumido: `${conectado ? 'CONECTADO' : 'DESCONECTADO'} HÁ 0 MES(ES), 2 DIA(S)`,
  }
}

export function faturaShape(fatura: Fatura, pessoa: Pessoa, base: string): Fields {
  const id = Buffer.from(Buffer.from(String(fatura.id)).toString('base64')).toString('base64')
  return {
    id_fatura: fatura.id,
    nosso_numero: String(fatura.id * 7),
    nosso_numero_dv: null,
    linha_digitavel: fatura.linha,
    codigo_barras: fatura.linha?.replace(/\D/gu, '') ?? null,
    link: fatura.linha === null ? null : `${base}/pdf/fatura/${id}`,
    pix_copia_cola: fatura.pix,
    beneficiario: 'PROVEDOR DE INTERNET LTDA',
    numero_documento: fatura.id,
    especie_dinheiro: 'R$',
    tipo_cobranca: 'boleto_bancario',
    valor: fatura.valor,
    data_vencimento: local(fatura.vencimento).day,
    data_pagamento: fatura.pagaEm ? local(fatura.pagaEm).day : null,
    data_documento: local().day,
    data_processamento: local().day,
    detalhamento: [{ descricao: 'Mensalidade', valor: fatura.valor }],
    cliente: clienteBrief(pessoa),
  }
}

export function clienteBrief({ codigo, nome, cpf }: Pessoa): Fields {
  return { codigo_cliente: codigo, nome_razaosocial: nome, cpf_cnpj: cpf }
}

export function servicoBrief(servico: Servico): Fields {
  return {
    id_cliente_servico: String(servico.id),
    numero_plano: servico.plano,
    nome: servico.nome,
    valor: servico.valor,
    status: servico.status,
    status_prefixo: servico.prefixo,
  }
}

export function extratoShape(pessoa: Pessoa, servico: Servico): Fields {
  const start = local(Date.now() - 3_600_000 * 5)
  return {
    status: 'success',
    msg: 'Dados consultados com sucesso',
    registros: [
      {
        acctstarttime: `${start.iso}-03`,
        acctstarttimebr: start.br,
        acctstoptime: null,
        acctstoptimebr: null,
        calledstationid: 'service2',
        callingstationid: '58:10:8C:4B:FF:AA',
        download_megabytes: 4594.95,
        upload_megabytes: 156.12,
        framedipaddress: '10.99.1.152',
        nasporttype: 'Ethernet',
        username: servico.login,
        servico: servicoBrief(servico),
        cliente: clienteBrief(pessoa),
      },
    ],
    estatisticas: { total_conexoes: 1, download_total: 4594.95, upload_total: 156.12, trafego_total: 4751.07 },
  }
}
