import type { Reply, StandInRequest } from '../http/route.js'
import type { HubsoftState } from './state.js'

/** Where an invoice's PDF is: its id in base64, twice. Nothing else is asked for, so anybody can guess the next one. */
export function pdfPath(idFatura: number): string {
  return `/pdf/fatura/${base64(base64(String(idFatura)))}`
}

/** `GET /pdf/fatura/:codigo`, outside the API: no login. */
export function servePdf(state: HubsoftState, { params }: StandInRequest): Reply {
  const id = fromBase64(fromBase64(params.codigo ?? ''))
  const invoice = /^\d+$/u.test(id) ? state.findInvoice(Number(id)) : undefined
  if (!invoice) return { status: 404, body: '<html><body><h1>404</h1></body></html>' }
  return { status: 200, body: invoicePdf(invoice.idFatura), contentType: 'application/pdf' }
}

/** A small real PDF of one page that says which invoice it is. */
export function invoicePdf(idFatura: number): Buffer {
  const words = `BT /F1 24 Tf 72 720 Td (FIBRA AURORA - FATURA ${String(idFatura)}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(words.length)} >>\nstream\n${words}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = String(objects.length + 1)
  const start = String(text.length)
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(`${text}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`, 'latin1')
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('latin1')
