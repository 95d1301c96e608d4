private import Synchronization

/// What is wrong with rows that could not be read, each told once.
final class Damage: Sendable {
  private struct State {
    var known: Set<String> = []
    var untold: [String] = []
  }

  private let state = Mutex(State())
  /// More need not be known: a register with as many damaged rows is to be restored.
  private static let most = 1000

  /// Takes up what was found.
  func note(_ faults: [String]) {
    guard !faults.isEmpty else { return }
    state.withLock { state in
      for fault in faults where state.known.count < Self.most {
        if state.known.insert(fault).inserted { state.untold.append(fault) }
      }
    }
  }

  /// Hands out what nobody was told of yet.
  func take() -> [String] {
    state.withLock { state in
      defer { state.untold = [] }
      return state.untold
    }
  }
}
