/*
 * Loaded into every server process of a fault run: it ends with whoever started it, however that ended.
 */
const starter = process.ppid
setInterval(() => {
  if (process.ppid !== starter) process.kill(process.pid, 'SIGKILL')
}, 500).unref()

export {}
