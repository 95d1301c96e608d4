import Glibc

/// Lets other threads run for a while.
func pause(milliseconds: UInt32) {
  usleep(milliseconds * 1000)
}

/// Waits until something holds, at most ten seconds.
func eventually(_ holds: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1000 {
    if try holds() { return true }
    pause(milliseconds: 10)
  }
  return false
}
