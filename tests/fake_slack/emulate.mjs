// Run npm's emulate@0.12.1 as another Slack: node emulate.mjs FOLDER PORT SEED.json
// FOLDER holds node_modules. Says "ready" on stdout; each line on stdin is an address to send events to; ends
// with stdin. The package has no door for subscribing to events, so its plugin is asked for them here.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [folder, port, seed] = process.argv.slice(2)
const dist = join(folder, 'node_modules', 'emulate', 'dist')
const isSlack = (name) =>
  /^dist-.*\.js$/.test(name) && readFileSync(join(dist, name), 'utf8').includes('views.generateTriggerId')
const { slackPlugin } = await import(pathToFileURL(join(dist, readdirSync(dist).find(isSlack))))

let hooks
const register = slackPlugin.register
slackPlugin.register = function (app, store, dispatcher, ...rest) {
  hooks = dispatcher
  return register.call(this, app, store, dispatcher, ...rest)
}
const { createEmulator } = await import(pathToFileURL(join(dist, 'api.js')))
await createEmulator({ service: 'slack', port: Number(port), seed: JSON.parse(readFileSync(seed, 'utf8')) })
console.log('ready')
for await (const url of createInterface({ input: process.stdin })) {
  hooks.register({ url, events: ['*'], active: true, owner: 'slack' })
  console.log('registered')
}
process.exit(0)
