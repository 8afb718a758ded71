/** Into how many parts the chats are spread. Pinned in the store: a chat must never move. */
export const PARTITIONS = 64

/** The deployment's own key: a hash of what all its processes must agree on. */
export const META = 'plantao:meta'

/** A hash: how often each process has said that it lives. */
export const ALIVE = 'plantao:alive'

/** Where processes tell each other what became due. In a cluster it reaches every node. */
export const WAKE_CHANNEL = 'plantao:wake'

/** Where processes tell each other which updates are in the inbox. */
export const ARRIVED_CHANNEL = 'plantao:arrived'

/** The partition's own key, with which all its keys begin; the braces put them into one hash slot. */
export function baseOf(partition: number): string {
  return `plantao:{p${String(partition)}}`
}

/** The partition of a chat: FNV-1a over its UTF-8 bytes, for ever. */
export function partitionOf(chatId: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(chatId)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0) % PARTITIONS
}

/** A list: the chat's journal. */
export function journalKey(chatId: string): string {
  return `${baseOf(partitionOf(chatId))}:journal:${chatId}`
}

/** A sorted set: audit records of a partition's chats, without a word of which. */
export function auditKey(partition: number): string {
  return `${baseOf(partition)}:audit`
}

/** Who has a role among the processes. */
export function roleKey(role: string): string {
  return `plantao:role:${role}`
}

export function shelfKey(name: string): string {
  return `plantao:shelf:${name}`
}

export function secretKey(name: string): string {
  return `plantao:secret:${name}`
}
