import { connect } from 'node:net'

/* Readers of the bare yardstick: they take what comes. */

const [port, wanted] = process.argv.slice(2).map(Number)
let open = 0
for (let index = 0; index < (wanted ?? 0); index++) {
  const socket = connect(port ?? 0, '127.0.0.1', () => {
    open += 1
    if (open === wanted) process.send?.(open)
  })
  socket.on('data', () => undefined)
  socket.on('error', () => socket.destroy())
}
process.on('disconnect', () => process.exit(0))
