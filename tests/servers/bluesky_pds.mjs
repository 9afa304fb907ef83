// A server of Bluesky for tests, or the directory that it needs: node bluesky_pds.mjs HOME plc|pds PORT PLC_PORT FOLDER
import fs from 'node:fs'
import net from 'node:net'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [home, role, port, plcPort, folder] = process.argv.slice(2)
const from = createRequire(`${home}/here.js`)
const load = (name) => import(pathToFileURL(from.resolve(name)))

// Whatever it asks for, it is heard on this machine only.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  const then = rest.filter((one) => typeof one === 'function')
  if (typeof first === 'object') return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  return listen.call(this, { port: Number(first), host: '127.0.0.1' }, ...then)
}

// The same keys at every start: it is the same server.
const key = (of) => createHash('sha256').update(`${of} of the test`).digest('hex')

if (role === 'plc') {
  const { PlcServer, Database } = (await load('@did-plc/server')).default
  await PlcServer.create({ db: Database.mock(), port: Number(port) }).start()
} else {
  fs.mkdirSync(folder, { recursive: true })
  Object.assign(process.env, {
    PDS_PORT: port,
    PDS_HOSTNAME: 'localhost',
    PDS_DEV_MODE: 'true',
    PDS_DATA_DIRECTORY: folder,
    PDS_BLOBSTORE_DISK_LOCATION: `${folder}/blobs`,
    PDS_DID_PLC_URL: `http://localhost:${plcPort}`,
    PDS_SERVICE_HANDLE_DOMAINS: '.test',
    PDS_INVITE_REQUIRED: 'false',
    PDS_JWT_SECRET: key('token'),
    PDS_ADMIN_PASSWORD: 'admin',
    PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: key('rotation'),
    PDS_DISABLE_SSRF_PROTECTION: 'true',
    LOG_ENABLED: 'false',
  })
  const { PDS, envToCfg, envToSecrets, readEnv } = await load('@atproto/pds')
  const env = readEnv()
  await (await PDS.create(envToCfg(env), envToSecrets(env))).start()
}
