import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]
type Box = readonly [left: number, top: number, width: number, height: number]

const WIDTH = 320
const HEIGHT = 200
const WALL: Colour = [226, 221, 210]
const ROUTER: Colour = [38, 41, 46]
const GREEN: Colour = [38, 208, 96]
const RED: Colour = [236, 40, 34]
const OFF: Colour = [84, 88, 94]

/** What stands on the picture: a router on a shelf, power and Wi-Fi green, PON off, and LOS red. */
const BOXES: readonly (readonly [Box, Colour])[] = [
  [
    [0, 160, WIDTH, 40],
    [139, 101, 62],
  ],
  [[70, 30, 8, 70], ROUTER],
  [[242, 30, 8, 70], ROUTER],
  [[40, 95, 240, 65], ROUTER],
  [
    [40, 95, 240, 4],
    [62, 66, 72],
  ],
  [[66, 124, 22, 14], GREEN],
  [[116, 124, 22, 14], OFF],
  [[166, 124, 22, 14], RED],
  [
    [160, 118, 34, 26],
    [120, 24, 22],
  ],
  [[166, 124, 22, 14], RED],
  [[216, 124, 22, 14], GREEN],
]

/** A small real PNG, drawn here: the photo of a router whose LOS light is red. */
export function samplePng(): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3)
  paint(pixels, [0, 0, WIDTH, HEIGHT], WALL)
  for (const [box, colour] of BOXES) paint(pixels, box, colour)
  addGrain(pixels)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  // Eight bits a channel, RGB.
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(scanlines(pixels))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A log as a customer's router might export it. */
export function sampleLog(): Buffer {
  const lines = ['11:58:02 PON link up', '12:03:41 LOS detected', '12:03:41 PON link down', '12:05:00 PPPoE timeout']
  return Buffer.from(`${lines.join('\n')}\n`)
}

function paint(pixels: Buffer, [left, top, width, height]: Box, colour: Colour): void {
  for (let y = top; y < top + height; y += 1) {
    for (let x = left; x < left + width; x += 1) pixels.set(colour, (y * WIDTH + x) * 3)
  }
}

/** A photo has grain; without it the file would be too small to tell a cut one from a whole one. */
function addGrain(pixels: Buffer): void {
  let seed = 1
  for (let at = 0; at < pixels.length; at += 41) {
    seed = (seed * 48_271) % 2_147_483_647
    pixels.writeUInt8(Math.min(255, pixels.readUInt8(at) + (seed % 9)), at)
  }
}

function scanlines(pixels: Buffer): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3))
  return Buffer.concat(rows.flatMap((row) => [Buffer.from([0]), row]))
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
