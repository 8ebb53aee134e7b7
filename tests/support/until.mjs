// Waiting for a condition with a deadline; never for a time.
import { setTimeout as pause } from 'node:timers/promises';

// Calls `condition` until it gives something true, and gives that back. What it throws ends the waiting.
export async function until(what, condition, milliseconds = 15_000) {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain: ${what}`);
    await pause(15);
  }
}
