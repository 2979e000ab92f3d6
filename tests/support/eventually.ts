/** Tries until it does not throw any more; throws the last error when patience ends. */
export async function eventually<T>(look: () => T | Promise<T>, patienceMs = 5_000): Promise<T> {
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}
