/** How many processes share what is limited for all of them together: 1 or more, and it changes. */
export type Replicas = () => number

/** One process alone. */
export const alone: Replicas = () => 1

/** This process's part of a limit as it is now; never less than 1, so that none stands still. */
export function shareOf(whole: number, replicas: Replicas): () => number {
  return () => Math.max(1, whole / replicas())
}
