/** A file a customer sent, as Telegram refers to it. Its bytes are fetched when needed; a URL is never kept. */
export interface FileRef {
  /** Telegram's `file_id`: good for this bot only. */
  fileId: string
  /** Telegram's `file_unique_id`: the same for the same file sent twice. */
  uniqueId: string
  kind: 'photo' | 'document' | 'video' | 'voice' | 'audio' | 'videoNote' | 'animation'
  /** The sender's name for it, or one made from its kind (`foto.jpg`). Not trusted. */
  name: string
  /** As the sender's client declared it. Not trusted. */
  mime?: string
  /** Bytes, where Telegram said so. */
  size?: number
  caption?: string
}
