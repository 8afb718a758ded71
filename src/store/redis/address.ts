import { AppError } from '../../domain/errors.js'

/** One server, or the nodes that a cluster is found by. */
export interface Address {
  cluster: boolean
  urls: readonly string[]
}

/** Reads REDIS_URL: one URL, or several separated by commas, of which only the first must name scheme and password. */
export function parseAddress(text: string): Address {
  const [first = '', ...others] = text.split(',').map((part) => part.trim()).filter((part) => part !== '')
  if (!URL.canParse(first) || !/^rediss?:$/u.test(new URL(first).protocol)) throw unreadable()
  const { protocol, username, password } = new URL(first)
  const userInfo = username || password ? `${username}:${password}@` : ''
  const urls = others.map((other) => (other.includes('://') ? other : `${protocol}//${userInfo}${other}`))
  if (!urls.every((url) => URL.canParse(url))) throw unreadable()
  return { cluster: others.length > 0, urls: [first, ...urls] }
}

function unreadable(): AppError {
  const message = 'REDIS_URL: precisa ser redis://… ou rediss://…, ou vários nós separados por vírgula'
  return new AppError('config', message, { retry: 'never' })
}
