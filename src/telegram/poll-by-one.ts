import { WhileLeading, type LeadershipOptions } from '../lib/while-leading.js'
import type { UpdateSource } from './update-source.js'

/**
 * Long polling by one process of all that share a store: two would end each other's calls (409). The others stand by,
 * which is healthy, and take over when it stops or dies.
 */
export function pollByOne(options: Omit<LeadershipOptions, 'role'>, make: () => UpdateSource): UpdateSource {
  const leading = new WhileLeading({ ...options, role: 'poll' }, make)
  return {
    posts: {},
    isHealthy: () => leading.duty?.isHealthy() ?? leading.isStandingBy,
    start: () => leading.start(),
    stop: () => leading.stop(),
  }
}
